import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '#api/client.ts';
import { entryOfSection, JourneyEdit, type JourneyService } from './draft.svelte.ts';
import type { EntryDraft, JourneyDraft } from './service.ts';

const ID = '01234567-89ab-4cde-8f01-23456789abcd';
const made = (change: Partial<EntryDraft> = {}) =>
  ({ id: ID, happened_on: '2026-03-01', going: null, held_back: false, tags: [], version: 1, ...change }) as EntryDraft;

function journey(entries: EntryDraft[] = [made()]): JourneyDraft {
  return { phases: [], phase: 'explore', entries, parts: [], measures: [], wanted: null } as unknown as JourneyDraft;
}

function service(): { [Name in keyof JourneyService]: ReturnType<typeof vi.fn<JourneyService[Name]>> } {
  return {
    fetchJourney: vi.fn(async () => journey()),
    setPhase: vi.fn(async () => journey()),
    removePhase: vi.fn(async () => journey()),
    addEntry: vi.fn(async (_story, id, day, prompt) => made({ id, happened_on: day, prompt })),
    changeEntry: vi.fn(async (_story, id, version, change) => {
      const { tags: _, ...rest } = change;
      return made({ id, version: version + 1, ...rest });
    }),
    removeEntry: vi.fn(async () => {}),
    restoreEntry: vi.fn(async (_story, id) => made({ id, version: 9 }))
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('knows the entry of a section', () => {
  expect(entryOfSection(`e${ID.replaceAll('-', '')}-wrong`)).toBe(ID);
  expect(entryOfSection('how-well')).toBeUndefined();
});

describe('what is chosen of an entry', () => {
  it('shows at once and is unsaved until the server has it', async () => {
    const api = service();
    const edit = new JourneyEdit('s', journey(), api);
    edit.change(ID, { going: 'stuck' });
    expect(edit.journey.entries[0]?.going).toBe('stuck');
    expect(edit.unsaved).toBe(true);
    await edit.send();
    expect(edit.unsaved).toBe(false);
    expect(edit.journey.entries[0]?.version).toBe(2);
  });

  it('waits for the connection, and is not lost to a refresh meanwhile', async () => {
    const api = service();
    api.changeEntry.mockRejectedValueOnce(new ApiProblem({ status: 0 }));
    const edit = new JourneyEdit('s', journey(), api);
    edit.change(ID, { held_back: true });
    await edit.send();
    expect(edit.unsaved).toBe(true);
    await edit.refresh();
    expect(edit.journey.entries[0]?.held_back).toBe(true);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(edit.unsaved).toBe(false);
    expect(api.changeEntry).toHaveBeenCalledTimes(2);
  });

  it('goes in on top of what somebody else changed', async () => {
    const api = service();
    api.changeEntry.mockRejectedValueOnce(new ApiProblem({ status: 412 }));
    api.fetchJourney.mockResolvedValue(journey([made({ version: 7, held_back: true })]));
    const edit = new JourneyEdit('s', journey(), api);
    edit.change(ID, { going: 'well' });
    await edit.send();
    expect(api.changeEntry).toHaveBeenLastCalledWith('s', ID, 7, { going: 'well' });
    expect(edit.error).toBeUndefined();
  });

  it('is as before where the server refuses it, and says so', async () => {
    const api = service();
    api.changeEntry.mockRejectedValueOnce(new ApiProblem({ status: 422, detail: 'This day is still to come.' }));
    const edit = new JourneyEdit('s', journey(), api);
    edit.change(ID, { happened_on: '2030-01-01' });
    await edit.send();
    expect(edit.journey.entries[0]?.happened_on).toBe('2026-03-01');
    expect(edit.unsaved).toBe(false);
    expect(edit.error).toBeInstanceOf(ApiProblem);
  });

  it('keeps what was chosen while the choice before was on its way', async () => {
    const api = service();
    const edit = new JourneyEdit('s', journey(), api);
    edit.change(ID, { going: 'stuck' });
    edit.change(ID, { going: 'hard' });
    await edit.send();
    expect(api.changeEntry).toHaveBeenLastCalledWith('s', ID, expect.any(Number), { going: 'hard' });
    expect(edit.journey.entries[0]?.going).toBe('hard');
    expect(edit.unsaved).toBe(false);
  });
});

it('adds an entry with an id of its own, opens it, and puts a removed one back', async () => {
  const api = service();
  api.fetchJourney.mockRejectedValue(new ApiProblem({ status: 0 }));
  const edit = new JourneyEdit('s', journey([]), api);
  const added = await edit.add('half_term');
  expect(added.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(edit.open).toBe(added.id);
  await edit.remove(added);
  expect(edit.journey.entries).toEqual([]);
  expect(edit.open).toBeUndefined();
  await edit.restore(added.id);
  expect(edit.journey.entries.map(({ id }) => id)).toEqual([added.id]);
});

describe('while an entry is open', () => {
  const OTHER = '11234567-89ab-4cde-8f01-23456789abcd';
  const two = () => journey([made({ id: OTHER, happened_on: '2026-03-05' }), made()]);

  it('stays where it is, whatever day is typed for it', async () => {
    const api = service();
    api.fetchJourney.mockImplementation(async () => two());
    const edit = new JourneyEdit('s', two(), api);
    edit.open = ID;
    edit.change(ID, { happened_on: '2026-03-11' });
    expect(edit.entries.map(({ id }) => id)).toEqual([OTHER, ID]);
    await edit.send();
    expect(edit.entries.map(({ id }) => id)).toEqual([OTHER, ID]);
    edit.open = undefined;
    expect(edit.entries.map(({ id }) => id)).toEqual([ID, OTHER]);
  });

  it('is not silently gone when somebody else removes it', async () => {
    const api = service();
    api.fetchJourney.mockResolvedValueOnce(journey([]));
    const edit = new JourneyEdit('s', journey(), api);
    edit.open = ID;
    await edit.refresh();
    expect(edit.open).toBeUndefined();
    expect(edit.lost?.id).toBe(ID);
    await edit.restore(ID);
    expect(edit.lost).toBeUndefined();
    expect(edit.journey.entries.map(({ id }) => id)).toEqual([ID]);
  });

  it('does not take for newer what was asked before it was begun', async () => {
    const api = service();
    let answer: (journey: JourneyDraft) => void = () => {};
    api.fetchJourney.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const edit = new JourneyEdit('s', journey([]), api);
    const asked = edit.refresh();
    api.fetchJourney.mockRejectedValueOnce(new ApiProblem({ status: 0 }));
    const { id } = await edit.add();
    api.fetchJourney.mockResolvedValueOnce(journey([made({ id })]));
    answer(journey([]));
    await asked;
    expect(edit.open).toBe(id);
    expect(edit.lost).toBeUndefined();
    expect(edit.journey.entries).toHaveLength(1);
  });
});
