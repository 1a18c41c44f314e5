import { answer, api, type Schema } from '#api/client.ts';
import type { Day } from '#ui/days.ts';
import type { Going, Phase } from './words.ts';

export type JourneyDraft = Schema['JourneyDraft'];
export type EntryDraft = Schema['EntryDraft'];
export type EntryPrompt = Schema['EntryPrompt'];
export type RemovedEntry = Schema['RemovedEntry'];
export type RemovedParts = Schema['RemovedParts'];
export type Tag = Schema['RecommendationRef'];

export interface EntryChange {
  happened_on?: Day;
  going?: Going;
  held_back?: boolean;
  tags?: number[];
}

const story = (id: string) => ({ path: { story_id: id } });
const entryOf = (id: string, entry: string) => ({ path: { story_id: id, entry_id: entry } });

export const fetchJourney = (id: string): Promise<JourneyDraft> =>
  answer(api.GET('/api/stories/{story_id}/journey', { params: story(id) }));

/** What was taken out and can be put back, for those who write it. */
export const fetchRemoved = (id: string): Promise<RemovedParts> =>
  answer(api.GET('/api/stories/{story_id}/journey/removed', { params: story(id) }));

/** The same day again replaces what was said of it. */
export const setPhase = (id: string, phase: Phase, since: Day, note: string): Promise<JourneyDraft> =>
  answer(api.PUT('/api/stories/{story_id}/phases', { params: story(id), body: { phase, since, note } }));

export const removePhase = (id: string, phase: string): Promise<JourneyDraft> =>
  answer(
    api.DELETE('/api/stories/{story_id}/phases/{phase_id}', { params: { path: { story_id: id, phase_id: phase } } })
  );

/** `entry` is the id that it is to have, so that asking twice makes one. */
export const addEntry = (id: string, entry: string, day: Day, prompt: EntryPrompt | null): Promise<EntryDraft> =>
  answer(
    api.POST('/api/stories/{story_id}/entries', {
      params: story(id),
      body: { id: entry, happened_on: day, prompt, going: null }
    })
  );

/** A 412 where somebody else was first. */
export const changeEntry = (id: string, entry: string, version: number, change: EntryChange): Promise<EntryDraft> =>
  answer(
    api.PATCH('/api/stories/{story_id}/entries/{entry_id}', {
      params: { ...entryOf(id, entry), header: { 'if-match': `"${version}"` } },
      body: { clear_going: false, ...change }
    })
  );

export async function removeEntry(id: string, entry: string, version: number): Promise<void> {
  await api.DELETE('/api/stories/{story_id}/entries/{entry_id}', {
    params: { ...entryOf(id, entry), header: { 'if-match': `"${version}"` } }
  });
}

export const restoreEntry = (id: string, entry: string): Promise<EntryDraft> =>
  answer(api.POST('/api/stories/{story_id}/entries/{entry_id}/restore', { params: entryOf(id, entry) }));
