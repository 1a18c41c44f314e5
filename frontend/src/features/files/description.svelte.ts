import { SvelteSet } from 'svelte/reactivity';
import { ApiProblem } from '#api/client.ts';
import { plainError } from '#ui/loading.svelte.ts';

/** On this page, what is said of files and the server does not have yet. */
const waiting = new SvelteSet<Description>();

/** Nothing may say "saved", and nothing be sent, while any of it waits. */
export const descriptions = {
  get unsaved(): boolean {
    return waiting.size > 0;
  },
  /** Has them saved now; whether that went well is seen by `unsaved`. */
  settle: async (): Promise<void> => void (await Promise.all([...waiting].map((one) => one.save())))
};

const PAUSE = 1_000;
const keyOf = (file: string) => `mobilise-file:${file}`;

interface Kept {
  before: string;
  text: string;
}

/**
 * What a file is or shows, as somebody writes it: saved a second after the last key, again and again while the
 * connection is lost, and kept in this tab until then, for a reload must not lose it.
 */
export class Description {
  text = $state('');
  /** As the server has it, as far as we know. */
  saved = $state('');
  problem = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #tries = 0;

  constructor(
    private readonly file: string,
    description: string,
    private readonly send: (words: string) => Promise<unknown>,
    private readonly pause = PAUSE
  ) {
    this.text = this.saved = description;
    const kept = this.#kept();
    if (!kept || kept.text === description) return;
    this.text = kept.text;
    waiting.add(this);
    // Somebody else's newer words are not written over unseen.
    if (kept.before === description) this.#soon();
  }

  get waits(): boolean {
    return this.text.trim() !== this.saved;
  }

  /** Another key was pressed. */
  write(text: string): void {
    this.text = text;
    this.problem = '';
    this.#tries = 0;
    if (this.waits) {
      this.#keep({ before: this.saved, text });
      waiting.add(this);
      this.#soon();
    } else this.#done();
  }

  /** What somebody else wrote comes in, unless one is just writing oneself. */
  theirs(description: string): void {
    if (!this.waits) this.text = description;
    this.saved = description;
    if (!this.waits) this.#done();
  }

  async save(): Promise<void> {
    clearTimeout(this.#timer);
    // One after another: the last word counts.
    while (this.#sending) await this.#sending;
    if (!this.waits) return;
    this.#sending = this.#save(this.text.trim()).finally(() => (this.#sending = undefined));
    await this.#sending;
  }

  /** The connection is back. */
  again(): void {
    if (this.waits && this.problem) void this.save();
  }

  close(): void {
    clearTimeout(this.#timer);
    waiting.delete(this);
  }

  async #save(words: string): Promise<void> {
    try {
      await this.send(words);
      this.saved = words;
      this.problem = '';
      if (!this.waits) this.#done();
    } catch (error) {
      const passes = !(error instanceof ApiProblem) || error.status === 0 || error.status === 429 || error.status >= 500;
      const { title, advice } = plainError(error);
      this.problem = passes ? 'Not saved yet. It is saved when the connection is back.' : `Not saved. ${title}. ${advice}`;
      if (passes) this.#soon(this.pause * 2 ** Math.min(++this.#tries, 4));
    }
  }

  #soon(after = this.pause): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), after);
  }

  #done(): void {
    clearTimeout(this.#timer);
    waiting.delete(this);
    this.#keep(undefined);
  }

  #keep(words: Kept | undefined): void {
    try {
      if (words) sessionStorage.setItem(keyOf(this.file), JSON.stringify(words));
      else sessionStorage.removeItem(keyOf(this.file));
    } catch {
      // A browser that keeps nothing: what is typed stays in the field.
    }
  }

  #kept(): Kept | undefined {
    try {
      const found = JSON.parse(sessionStorage.getItem(keyOf(this.file)) ?? 'null') as Partial<Kept> | null;
      return typeof found?.text === 'string' && typeof found.before === 'string' ? (found as Kept) : undefined;
    } catch {
      return undefined;
    }
  }
}
