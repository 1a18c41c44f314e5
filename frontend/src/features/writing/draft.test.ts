import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '#api/client.ts';
import { DraftEdit, mergedTags } from './draft.svelte.ts';
import type { Draft, Tag } from './service.ts';

const tag = (id: number) => ({ id, number: id, title: `R${id}` }) as unknown as Tag;

/** A server that holds one draft, and refuses changes to a version that is no longer the newest. */
class Server {
  draft = { id: 's', title: 'First', version: 1, tags: [tag(1)] } as unknown as Draft;
  offline = false;
  changes = 0;

  fetchDraft = async (): Promise<Draft> => this.#reached(this.draft);

  changeStory = async (_id: string, version: number, change: { title?: string; tags?: number[] }): Promise<Draft> => {
    this.changes++;
    this.#reached(this.draft);
    if (version !== this.draft.version) throw new ApiProblem({ status: 412, type: 'changed' });
    return this.set({ ...change, tags: change.tags?.map(tag) });
  };

  /** As another author would. */
  set(change: { title?: string; tags?: Tag[] }): Draft {
    const { title = this.draft.title, tags = this.draft.tags } = change;
    this.draft = { ...this.draft, title, tags, version: this.draft.version + 1 };
    return this.draft;
  }

  #reached(draft: Draft): Draft {
    if (this.offline) throw new ApiProblem({ status: 0 });
    return draft;
  }
}

let server: Server;
let edit: DraftEdit;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  edit = new DraftEdit(server.draft, server);
});

afterEach(() => vi.useRealTimers());

describe('a title', () => {
  it('is saved after a pause, once', async () => {
    edit.typed('S');
    edit.typed('Second');
    expect(edit.unsaved).toBe(true);
    await vi.runAllTimersAsync();
    expect(server.draft.title).toBe('Second');
    expect(server.changes).toBe(1);
    expect(edit.unsaved).toBe(false);
  });

  it('goes in on top when only the tags were changed meanwhile', async () => {
    server.set({ tags: [tag(1), tag(2)] });
    edit.typed('Second');
    await edit.saveTitle();
    expect(server.draft).toMatchObject({ title: 'Second', tags: [tag(1), tag(2)] });
    expect(edit.draft.tags).toEqual([tag(1), tag(2)]);
    expect(edit.otherTitle).toBeUndefined();
  });

  it('is kept beside another’s when both changed it, until somebody chooses', async () => {
    server.set({ title: 'Theirs' });
    edit.typed('Mine');
    await edit.saveTitle();
    expect(server.draft.title).toBe('Theirs');
    expect(edit).toMatchObject({ title: 'Mine', otherTitle: 'Theirs', unsaved: true });
    edit.typed('Mine too');
    await vi.runAllTimersAsync();
    expect(server.draft.title).toBe('Theirs');
    await edit.keepMine();
    expect(server.draft.title).toBe('Mine too');
    expect(edit).toMatchObject({ otherTitle: undefined, unsaved: false });
  });

  it('can give way to theirs', async () => {
    server.set({ title: 'Theirs' });
    edit.typed('Mine');
    await edit.saveTitle();
    edit.useTheirs();
    expect(edit).toMatchObject({ title: 'Theirs', otherTitle: undefined, unsaved: false });
    expect(server.draft.title).toBe('Theirs');
  });

  it('follows another’s change while nothing is typed here', async () => {
    server.set({ title: 'Theirs' });
    await edit.refresh();
    expect(edit.title).toBe('Theirs');
    expect(edit.unsaved).toBe(false);
  });

  it('is not lost offline, and says that it is not saved', async () => {
    server.offline = true;
    edit.typed('Second');
    await vi.runAllTimersAsync();
    expect(edit).toMatchObject({ title: 'Second', unsaved: true });
    server.offline = false;
    await edit.saveTitle();
    expect(server.draft.title).toBe('Second');
    expect(edit.error).toBeUndefined();
  });

  it('is never empty', async () => {
    edit.typed('  ');
    await edit.saveTitle();
    expect(edit.title).toBe('First');
    expect(server.changes).toBe(0);
  });
});

describe('tags', () => {
  it('are merged with what others added and removed', async () => {
    server.set({ tags: [tag(2), tag(3)] });
    await edit.setTags([tag(1), tag(4)]);
    expect(server.draft.tags.map((one) => one.id)).toEqual([2, 3, 4]);
    expect(edit.draft.tags.map((one) => one.id)).toEqual([2, 3, 4]);
  });

  it('go back to what they were when they cannot be saved', async () => {
    server.offline = true;
    await edit.setTags([tag(9)]);
    expect(edit.draft.tags).toEqual([tag(1)]);
    expect(edit.error).toBeInstanceOf(ApiProblem);
  });

  it('take in each side’s additions and removals', () => {
    expect(mergedTags([1, 2], [2, 3], [1, 2, 4])).toEqual([2, 4, 3]);
    expect(mergedTags([], [5], [5])).toEqual([5]);
  });
});
