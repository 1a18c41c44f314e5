import type { Sent } from './counting-socket.ts';

/** Why nothing more can be written here, for good as far as this page is concerned. */
export type Ending = 'signed-out' | 'not-allowed' | 'not-there' | 'changed';

/** What the server says of one's writing: kept, or why not, in words. */
export interface Standing {
  writes: boolean;
  reason: 'reader' | 'full' | null;
  detail: string;
}

export type Saving =
  /** Nothing has come from the server yet. */
  | 'opening'
  /** Everything that was written here is on the server's disk. */
  | 'saved'
  /** On its way. */
  | 'saving'
  /** No connection; everything that was written here is saved. */
  | 'offline'
  /** No connection, and something was written that the server does not have. */
  | 'unsaved'
  /** The server does not keep what is written here. */
  | 'refused'
  /** The connection is over for good. */
  | 'ended';

/**
 * What may truthfully be said of saving, from what happened to the document and its socket.
 *
 * A change is saved when the socket is open and synced, our answer to the server's first question (all that
 * it lacked) has gone out on it, and the server has acknowledged every message with writing since. Counting
 * messages rather than comparing states also covers deletions.
 */
export class SavingState {
  ending: Ending | undefined;
  standing: Standing = { writes: true, reason: null, detail: '' };

  #unsaved = false;
  #loaded = false;
  #open = false;
  #synced = false;
  #sent: Sent = { count: 0, answered: false };
  #stored = 0;

  opened(): void {
    this.#open = true;
    this.#synced = false;
    this.#sent = { count: 0, answered: false };
    this.#stored = 0;
  }

  closed(): void {
    this.#open = this.#synced = false;
  }

  synced(): void {
    this.#synced = this.#loaded = true;
    this.#settle();
  }

  /** The person changed the document. */
  changed(): void {
    this.#unsaved = true;
  }

  sent(sent: Sent): void {
    this.#sent = sent;
  }

  /** So many of the messages with writing that this socket sent are on disk. */
  stored(count: number): void {
    this.#stored = count;
    this.#settle();
  }

  ended(ending: Ending): void {
    this.closed();
    this.ending = ending;
  }

  get open(): boolean {
    return this.#open;
  }

  /** Whether the document has come from the server at least once. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Whether something was written here that the server is not known to have. */
  get unsaved(): boolean {
    return this.#unsaved;
  }

  get value(): Saving {
    if (this.ending) return 'ended';
    if (!this.standing.writes && (this.#unsaved || this.standing.reason === 'full')) return 'refused';
    if (!this.#loaded) return 'opening';
    if (this.#open) return this.#unsaved ? 'saving' : 'saved';
    return this.#unsaved ? 'unsaved' : 'offline';
  }

  #settle(): void {
    const settled = this.#open && this.#synced && this.#sent.answered && this.#stored === this.#sent.count;
    if (settled && this.standing.writes) this.#unsaved = false;
  }
}
