/** So many upgrades that came to nothing are no accident. */
const ENOUGH = 2;
/** The connection broke, or never was one: nobody said why. */
const LOST = 1006;

/** Whether the last connection of this page that worked was by HTTP. */
let blocked = false;

/**
 * By which way to connect next. After two sockets that came to nothing it is HTTP's turn; what has worked is
 * tried first from then on, until it fails too.
 */
export class Ways {
  #failed = 0;

  get byHttp(): boolean {
    return blocked || this.#failed >= ENOUGH;
  }

  /** The server was heard. */
  worked(): void {
    blocked = this.byHttp;
    this.#failed = 0;
  }

  /** A connection is over, with this code if any; `heard` tells whether the server was, while it lasted. */
  closed(code: number | undefined, heard: boolean): void {
    if (code !== LOST || heard || !navigator.onLine) return;
    if (this.byHttp) {
      blocked = false;
      this.#failed = 0;
    } else this.#failed++;
  }
}
