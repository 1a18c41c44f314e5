/** A page as every list of the API answers it. */
export interface Page<T> {
  items: T[];
  next?: string | null;
}

export type FetchPage<T> = (cursor: string | undefined) => Promise<Page<T>>;

/** A list that grows by pages, following `next`, as far as somebody wants to read. */
export class PagedList<T> {
  items = $state.raw<readonly T[]>([]);
  busy = $state(false);
  error = $state.raw<unknown>();
  #next = $state<string | null>(null);

  constructor(
    private readonly fetchPage: FetchPage<T>,
    first: Page<T>
  ) {
    this.items = first.items;
    this.#next = first.next ?? null;
  }

  static async start<T>(fetchPage: FetchPage<T>): Promise<PagedList<T>> {
    return new PagedList(fetchPage, await fetchPage(undefined));
  }

  get hasMore(): boolean {
    return this.#next !== null;
  }

  more = async (): Promise<void> => {
    if (this.busy || this.#next === null) return;
    this.busy = true;
    this.error = undefined;
    try {
      const page = await this.fetchPage(this.#next);
      this.items = [...this.items, ...page.items];
      this.#next = page.next ?? null;
    } catch (error) {
      this.error = error;
    }
    this.busy = false;
  };
}
