import { copiesOf, dropCopy, keepCopy, type LocalCopy } from './local-copies.ts';

type Place = Pick<LocalCopy, 'person' | 'story' | 'document' | 'generation' | 'schema'>;

interface Page {
  /** The whole document as it stands. */
  encode: () => Uint8Array;
  /** Whether what is not saved is on this device. */
  told: (kept: boolean) => void;
}

/** A connection usually answers within a fraction of this; only then is there anything worth keeping. */
const WHILE_CONNECTED = 1_500;
const WHILE_OFFLINE = 100;

/** Keeps one page's unsaved document on this device, and removes it as soon as the server has it. */
export class CopyKeeper {
  readonly #key: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #mine: LocalCopy | undefined;
  #done: LocalCopy[] = [];
  /** One after the other, so that a slow write never lands after the removal that follows it. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly place: Place,
    private readonly page: Page
  ) {
    this.#key = [place.person, place.document, place.generation, place.schema, crypto.randomUUID()].join(' ');
  }

  /** Whether the copy on this device holds the last change. */
  current = true;

  /** Something changed. */
  keepSoon(connected: boolean): void {
    this.current = false;
    const due = Date.now() + (connected ? WHILE_CONNECTED : WHILE_OFFLINE);
    if (this.#timer !== undefined && due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.keepNow(), due - Date.now());
  }

  keepNow(): Promise<void> {
    this.#cancel();
    const copy: LocalCopy = { ...this.place, key: this.#key, update: this.page.encode(), at: Date.now() };
    return this.#next(async () => {
      try {
        await keepCopy(copy);
        this.#mine = copy;
        this.current = this.#timer === undefined;
        this.page.told(true);
      } catch {
        this.page.told(false);
      }
    });
  }

  /** The server has everything. */
  saved(): Promise<void> {
    this.#cancel();
    this.current = true;
    return this.#next(async () => {
      const over = [...this.#done, ...(this.#mine ? [this.#mine] : [])];
      this.#done = [];
      this.#mine = undefined;
      this.page.told(false);
      await this.#remove(over);
    });
  }

  /** The copies of this person and document: those that can be merged, and those that cannot any more. */
  async find(): Promise<{ fitting: LocalCopy[]; strays: LocalCopy[] }> {
    // A newer schema holds all that an older one did; what a newer page has kept, this one would delete from.
    const fits = (copy: LocalCopy) =>
      copy.generation === this.place.generation && copy.schema <= this.place.schema;
    try {
      const found = (await copiesOf(this.place.person)).filter(
        (copy) => copy.document === this.place.document && copy.key !== this.#key
      );
      return { fitting: found.filter(fits), strays: found.filter((copy) => !fits(copy)) };
    } catch {
      return { fitting: [], strays: [] };
    }
  }

  dropWhenSaved(copies: readonly LocalCopy[]): void {
    this.#done.push(...copies);
  }

  drop(copies: readonly LocalCopy[]): Promise<void> {
    return this.#next(() => this.#remove(copies));
  }

  close(): void {
    this.#cancel();
  }

  async #remove(copies: readonly LocalCopy[]): Promise<void> {
    for (const copy of copies) await dropCopy(copy).catch(() => undefined);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #next(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work);
    this.#queue = turn;
    return turn;
  }
}
