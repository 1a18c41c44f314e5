import { ApiProblem } from '#api/client.ts';
import type { Draft, Tag } from './service.ts';

/** What the draft needs of the API; in tests something else stands in its place. */
export interface DraftService {
  fetchDraft: (id: string) => Promise<Draft>;
  changeStory: (id: string, version: number, change: { title?: string; tags?: number[] }) => Promise<Draft>;
}

const PAUSE = 900;
const MOST_TRIES = 4;

/** The tags that result when `mine` was made from `base` while somebody else made `theirs` from it. */
export function mergedTags(base: readonly number[], mine: readonly number[], theirs: readonly number[]): number[] {
  const added = mine.filter((id) => !base.includes(id));
  const removed = base.filter((id) => !mine.includes(id));
  return [...theirs.filter((id) => !removed.includes(id)), ...added.filter((id) => !theirs.includes(id))];
}

/**
 * A draft's title and tags while somebody edits them: saved after a pause, merged where that is safe.
 * A title that somebody else changed in the meantime is shown beside one's own, and nothing typed is lost.
 */
export class DraftEdit {
  draft = $state.raw() as Draft;
  title = $state('');
  /** Whether the title or the tags on the screen are not yet those of the server. */
  unsaved = $state(false);
  /** The title that somebody else gave it while one typed another. */
  otherTitle = $state<string>();
  error = $state.raw<unknown>();

  #base = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;

  constructor(
    draft: Draft,
    private readonly service: DraftService
  ) {
    this.draft = draft;
    this.title = this.#base = draft.title;
  }

  /** What the server says now, from whatever answer brought it. */
  take(draft: Draft): void {
    // Answers can overtake one another; versions only grow.
    if (draft.version < this.draft.version) return;
    this.draft = draft;
    if (draft.title === this.#base) return;
    if (this.title === this.#base || this.title === draft.title) this.title = draft.title;
    else this.otherTitle = draft.title;
    this.#base = draft.title;
    this.#settle();
  }

  async refresh(): Promise<void> {
    try {
      this.take(await this.service.fetchDraft(this.draft.id));
    } catch (error) {
      // Offline there is nothing newer to show, and the page says so elsewhere.
      if (error instanceof ApiProblem && error.status !== 0) this.error = error;
    }
  }

  /** The title as it is typed. */
  typed(title: string): void {
    this.title = title;
    this.#settle();
    clearTimeout(this.#timer);
    if (this.unsaved && this.otherTitle === undefined) this.#timer = setTimeout(() => void this.saveTitle(), PAUSE);
  }

  /** Saves the title now: when the field is left, when the connection is back, before something is sent. */
  saveTitle = async (): Promise<void> => {
    clearTimeout(this.#timer);
    if (this.#saving) await this.#saving;
    if (!this.title.trim()) {
      this.title = this.#base;
      this.#settle();
    }
    if (!this.unsaved || this.otherTitle !== undefined) return;
    this.#saving = this.#saveTitle().finally(() => (this.#saving = undefined));
    await this.#saving;
  };

  keepMine(): Promise<void> {
    this.otherTitle = undefined;
    return this.saveTitle();
  }

  useTheirs(): void {
    this.title = this.#base;
    this.otherTitle = undefined;
    this.#settle();
  }

  /** Sets the tags; on a conflict only what was added and removed here is done to the newer ones. */
  async setTags(tags: readonly Tag[]): Promise<void> {
    const before = this.draft.tags;
    const base = before.map((tag) => tag.id);
    const mine = tags.map((tag) => tag.id);
    this.draft = { ...this.draft, tags: [...tags] };
    this.error = undefined;
    try {
      let wanted = mine;
      await this.#change(
        () => ({ tags: wanted }),
        (newer) => {
          wanted = mergedTags(base, mine, newer.tags.map((tag) => tag.id));
          return true;
        }
      );
    } catch (error) {
      this.draft = { ...this.draft, tags: before };
      this.error = error;
    }
  }

  /** Saves what is left to save and stops. */
  async close(): Promise<void> {
    await this.saveTitle();
    clearTimeout(this.#timer);
  }

  async #saveTitle(): Promise<void> {
    const title = this.title.trim();
    this.error = undefined;
    try {
      await this.#change(
        () => ({ title }),
        // Only the tags were changed: the same title goes in on top of that.
        (newer) => {
          if (newer.title === this.#base) return true;
          this.take(newer);
          return false;
        }
      );
    } catch (error) {
      this.error = error;
    }
  }

  /** Sends a change; `retry` is asked about what came in between, and whether to send it again on top. */
  async #change(
    change: () => { title?: string; tags?: number[] },
    retry: (newer: Draft) => boolean
  ): Promise<void> {
    let version = this.draft.version;
    for (let tries = 1; ; tries++) {
      try {
        const saved = await this.service.changeStory(this.draft.id, version, change());
        const { title } = change();
        if (title !== undefined && this.title.trim() === title) this.title = title;
        if (title !== undefined) this.#base = saved.title;
        this.take(saved);
        this.#settle();
        return;
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status !== 412 || tries === MOST_TRIES) throw error;
        const newer = await this.service.fetchDraft(this.draft.id);
        if (!retry(newer)) return;
        version = newer.version;
      }
    }
  }

  #settle(): void {
    this.unsaved = this.title !== this.#base;
  }
}
