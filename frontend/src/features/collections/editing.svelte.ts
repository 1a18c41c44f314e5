import { SvelteSet } from 'svelte/reactivity';
import { ApiProblem } from '#api/client.ts';
import { moved } from '#ui/reorder.ts';
import {
  addStory,
  changeCollection,
  type Collection,
  type CollectionAudience,
  type CoverName,
  fetchCollection,
  saveNote,
  saveOrder,
  showTo,
  takeOut
} from './service.ts';

/** `conflict`: somebody else changed the very same thing; what they made of it is in `view` now. */
export type Outcome = 'saved' | 'conflict' | 'failed';

const idsOf = (view: Collection) => view.items.map((item) => item.story.id);
const order = (view: Collection) => idsOf(view).join(' ');

/** In the order of `ids`; what is not among them comes last. */
function inOrder(view: Collection, ids: readonly string[]): Collection {
  const place = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return { ...view, items: [...view.items].sort((a, b) => place(a.story.id) - place(b.story.id)) };
}

/**
 * A collection while somebody puts it together. Changes go out one after another, each from the newest
 * version. Where somebody else changed something else meanwhile, a change is made again on top of theirs;
 * where it was the same thing, nothing is overwritten.
 */
export class Editing {
  view: Collection = $state.raw() as Collection;
  problem = $state.raw<unknown>();
  /** How many changes are on their way. */
  pending = $state(0);
  /** What is written and not sent yet, by the field it stands in. */
  readonly unsaved = new SvelteSet<string>();

  #last: Promise<unknown> = Promise.resolve();
  /** The order chosen last, until the server has it: answers to earlier changes do not move the rows back. */
  #chosen: readonly string[] | undefined;

  constructor(view: Collection) {
    this.view = view;
  }

  /** What a person may be told, and only when it is so. */
  get state(): 'saved' | 'saving' | 'unsaved' {
    if (this.problem !== undefined) return 'unsaved';
    return this.pending > 0 || this.unsaved.size > 0 ? 'saving' : 'saved';
  }

  change(send: (version: number) => Promise<Collection>, same?: (now: Collection) => boolean): Promise<Outcome> {
    const turn = this.#last.then(() => this.#send(send, same));
    this.#last = turn;
    return turn;
  }

  async #send(
    send: (version: number) => Promise<Collection>,
    same: ((now: Collection) => boolean) | undefined
  ): Promise<Outcome> {
    this.pending++;
    this.problem = undefined;
    try {
      try {
        this.#show(await send(this.view.version ?? 0));
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status !== 412) throw error;
        const now = await fetchCollection(this.view.id);
        if (!same?.(now)) {
          if (!same) this.problem = error;
          this.#chosen = undefined;
          this.view = now;
          return 'conflict';
        }
        this.#show(await send(now.version ?? 0));
      }
      return 'saved';
    } catch (error) {
      this.#chosen = undefined;
      this.problem = error;
      return 'failed';
    } finally {
      this.pending--;
    }
  }

  #show(answer: Collection) {
    this.view = this.#chosen ? inOrder(answer, this.#chosen) : answer;
  }

  text(field: 'title' | 'introduction', text: string, base: string): Promise<Outcome> {
    return this.change(
      (version) => changeCollection(this.view.id, version, { [field]: text }),
      (now) => now[field] === base
    );
  }

  cover(cover: CoverName): Promise<Outcome> {
    return this.change(
      (version) => changeCollection(this.view.id, version, { cover }),
      () => true
    );
  }

  note(story: string, note: string, base: string): Promise<Outcome> {
    return this.change(
      (version) => saveNote(this.view.id, version, story, note),
      (now) => now.items.some((item) => item.story.id === story && item.note === base)
    );
  }

  showTo(audience: CollectionAudience): Promise<Outcome> {
    return this.change((version) => showTo(this.view.id, version, audience));
  }

  add(story: string, position?: number): Promise<Outcome> {
    return this.change(() => addStory(this.view.id, story, position));
  }

  takeOut(story: string): Promise<Outcome> {
    return this.change(() => takeOut(this.view.id, story));
  }

  /** Shown in its new order at once; where that cannot be kept, as it stands on the server. */
  async move(from: number, to: number): Promise<Outcome> {
    const before = order(this.view);
    const ids = moved(idsOf(this.view), from, to);
    this.#chosen = ids;
    this.view = inOrder(this.view, ids);
    const outcome = await this.change(
      async (version) => {
        const answer = await saveOrder(this.view.id, version, ids);
        if (this.#chosen === ids) this.#chosen = undefined;
        return answer;
      },
      (now) => order(now) === before
    );
    if (outcome === 'failed') await this.reload();
    return outcome;
  }

  async reload(): Promise<void> {
    try {
      this.view = await fetchCollection(this.view.id);
    } catch {
      // What went wrong before is on the screen already.
    }
  }
}
