import { answer, api, type Schema } from '#api/client.ts';

export type Story = Schema['StoryView'];
export type Section = Schema['SectionView'];
export type Revision = Schema['RevisionSummary'];
export type Audience = Schema['Audience'];

const story = (id: string) => ({ path: { story_id: id } });

/** The newest revision that the viewer may read. */
export const fetchStory = (id: string): Promise<Story> =>
  answer(api.GET('/api/stories/{story_id}', { params: story(id) }));

export const fetchRevision = (id: string, number: number): Promise<Story> =>
  answer(api.GET('/api/stories/{story_id}/revisions/{number}', { params: { path: { story_id: id, number } } }));

/** Newest first: all of them for those on the draft, for others the one they read. */
export const fetchRevisions = (id: string): Promise<Revision[]> =>
  answer(api.GET('/api/stories/{story_id}/revisions', { params: story(id) }));

/** Whether the viewer may see the story's draft. */
export async function hasDraft(id: string): Promise<boolean> {
  try {
    await api.GET('/api/stories/{story_id}/draft', { params: story(id) });
    return true;
  } catch {
    return false;
  }
}

export async function stepDown(id: string, audience: Audience, reason: string): Promise<void> {
  await api.POST('/api/stories/{story_id}/step-down', { params: story(id), body: { audience, reason } });
}
