import { queryOf, type Search } from './search.ts';
import { fetchLibrary, type Hit, type Library, type Page } from './service.ts';

type Fetch = (search: Search, page: Page) => Promise<Library>;

const page = 24;
const most = 100;

interface Left {
  query: string;
  reader: string | undefined;
  first: Library;
  hits: readonly Hit[];
  next: string | null;
}

/** What was on the screen when somebody went to read a story: it is there at once when they come back. */
let left: Left | undefined;

/**
 * What the library answers to one search after another. The last answer stays on the screen until the next has
 * come, and an answer to a question that is no longer asked is dropped.
 */
export class Results {
  /** The first page of the last answer, with its total and facets. */
  first = $state.raw<Library | undefined>();
  hits = $state.raw<readonly Hit[]>([]);
  /** The search that is answered on the screen. */
  answered = $state.raw<Search | undefined>();
  busy = $state(false);
  error = $state.raw<unknown>();

  /** The pages after the first, for the button below them. */
  readonly rest: { readonly hasMore: boolean; readonly busy: boolean; readonly error: unknown; more: () => Promise<void> };

  #fetch: Fetch;
  #next = $state<string | null>(null);
  #adding = $state(false);
  #notAdded = $state.raw<unknown>();
  #turn = 0;
  #stop: AbortController | undefined;
  #reader: string | undefined;

  constructor(fetch: Fetch = fetchLibrary) {
    this.#fetch = fetch;
    const hasMore = () => this.#next !== null;
    const busy = () => this.#adding;
    const error = () => this.#notAdded;
    this.rest = {
      get hasMore() {
        return hasMore();
      },
      get busy() {
        return busy();
      },
      get error() {
        return error();
      },
      more: () => this.#more()
    };
  }

  /**
   * Who reads, once that is known: a person's id, or "" for somebody signed out. What was found for one is not
   * shown to another; the answer is whether the library has to be asked again.
   */
  readBy(reader: string): boolean {
    const before = this.#reader;
    this.#reader = reader;
    if (before === undefined) {
      if (this.first && left) left = { ...left, reader };
      return false;
    }
    if (before === reader) return false;
    left = undefined;
    this.first = undefined;
    this.hits = [];
    this.#next = null;
    return true;
  }

  async ask(search: Search): Promise<void> {
    let limit = page;
    if (!this.first && left?.query === queryOf(search) && left.reader !== undefined && left.reader === this.#reader) {
      this.#show(search, left.first, left.hits, left.next);
      limit = Math.min(most, Math.max(page, left.hits.length));
    }
    const turn = this.#begin();
    this.busy = true;
    try {
      const answer = await this.#fetch(search, { limit, signal: this.#stop?.signal });
      if (turn !== this.#turn) return;
      this.#show(search, answer, answer.items, answer.next ?? null);
      this.error = undefined;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error;
    }
    this.busy = false;
  }

  #begin(): number {
    this.#stop?.abort();
    this.#stop = new AbortController();
    this.#adding = false;
    return ++this.#turn;
  }

  async #more(): Promise<void> {
    const { answered } = this;
    if (!answered || this.#next === null || this.#adding || this.busy) return;
    const turn = this.#turn;
    this.#adding = true;
    this.#notAdded = undefined;
    try {
      const answer = await this.#fetch(answered, { cursor: this.#next, limit: page, signal: this.#stop?.signal });
      if (turn !== this.#turn || !this.first) return;
      this.#show(answered, this.first, [...this.hits, ...answer.items], answer.next ?? null);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#notAdded = error;
    }
    this.#adding = false;
  }

  #show(search: Search, first: Library, hits: readonly Hit[], next: string | null): void {
    this.answered = search;
    this.first = first;
    this.hits = hits;
    this.#next = next;
    this.#notAdded = undefined;
    left = { query: queryOf(search), reader: this.#reader, first, hits, next };
  }
}
