import { BROKEN, type Ears, type Line, openEvents, type OpenLine, openSocket } from './lines.ts';
import type { Command, Frame } from './types.ts';

export interface Listener {
  frame(frame: Frame): void;
  /** The server speaks with us: what is not known to be done is to be sent again. */
  up(): void;
  /** It no longer does; the connection is coming back by itself. */
  down(): void;
  /** It will not any more. */
  ended(code: number, reason: string): void;
  since(): number | undefined;
}

const FINAL: ReadonlySet<number> = new Set([4401, 4403, 4404]);
const DECIDE_AGAIN = 1012;
const LATER = 1013;

/** Upgrades that failed one after the other, before sockets are taken to be blocked. */
const BLOCKED = 2;
const OPENS_WITHIN = 8_000;
/** The server says the time more than twice as often. */
const SILENCE = 40_000;
const MOST_PAUSE = 5_000;
/** Sockets that have worked before are more likely to work again soon. */
const SOON = 5_000;
const FIRST_TRIAL = 120_000;
const MOST_TRIAL = 1_800_000;

/**
 * Keeps a board connected: by its socket, or by server-sent events and POST where sockets do not get through
 * (and then tries the socket again now and then, beside them).
 */
export class Connection {
  #line: Line | undefined;
  #open = false;
  #trial: Line | undefined;
  #trialPause = FIRST_TRIAL;
  #trialAt = 0;
  #trialTimer: ReturnType<typeof setTimeout> | undefined;
  #byEvents = false;
  #missed = 0;
  #worked = false;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #closed = false;

  constructor(
    private readonly board: { id: string; wall: boolean },
    private readonly listener: Listener
  ) {
    addEventListener('offline', this.#wentOffline);
    addEventListener('online', this.#comeBack);
    document.addEventListener('visibilitychange', this.#cameToFront);
  }

  get open(): boolean {
    return this.#open;
  }

  get byEvents(): boolean {
    return this.#byEvents;
  }

  connect(): void {
    this.#drop();
    if (this.#closed) return;
    this.#byEvents = this.#missed >= BLOCKED;
    this.#line = this.#opened(this.#byEvents ? openEvents : openSocket, (line) => line === this.#line);
    this.#watchFor(OPENS_WITHIN);
  }

  send(commands: readonly Command[]): void {
    if (this.#open) this.#line?.send(commands);
  }

  /** What has been heard makes no sense: begin again from what is known. */
  again(): void {
    this.#gone(DECIDE_AGAIN, '');
  }

  close(): void {
    this.#closed = true;
    this.#drop();
    removeEventListener('offline', this.#wentOffline);
    removeEventListener('online', this.#comeBack);
    document.removeEventListener('visibilitychange', this.#cameToFront);
  }

  #opened(open: OpenLine, mine: (line: Line) => boolean): Line {
    const ears: Ears = {
      frame: (frame) => {
        if (line === this.#trial) this.#adopt(line);
        if (mine(line)) this.#hear(frame);
      },
      closed: (code, reason) => {
        if (line === this.#trial) this.#missedAgain();
        else if (mine(line)) this.#gone(code, reason);
      }
    };
    const { id, wall } = this.board;
    const line = open({ id, wall, since: this.listener.since() }, ears);
    return line;
  }

  #hear(frame: Frame): void {
    this.#heardAt = Date.now();
    this.#watchFor(SILENCE);
    this.listener.frame(frame);
    if (!('hello' in frame) || this.#closed) return;
    this.#open = true;
    this.#tries = 0;
    if (this.#byEvents) this.#tryLater(this.#trialAt - Date.now());
    else {
      this.#missed = 0;
      this.#worked = true;
    }
    this.listener.up();
  }

  #gone(code: number, reason: string): void {
    const was = this.#open;
    const byEvents = this.#byEvents;
    this.#drop();
    if (FINAL.has(code)) {
      this.close();
      return this.listener.ended(code, reason);
    }
    if (!was && code === BROKEN) {
      // Without any network neither way works: then both are tried in turn.
      this.#missed = byEvents ? BLOCKED - 1 : this.#missed + 1;
      if (this.#missed === BLOCKED) {
        this.#trialPause = this.#worked ? SOON : FIRST_TRIAL;
        this.#trialAt = Date.now() + this.#trialPause;
      }
    }
    if (was) this.listener.down();
    this.#later(was && code === DECIDE_AGAIN, code === LATER);
  }

  #later(atOnce: boolean, slowly: boolean): void {
    if (this.#closed) return;
    const grown = Math.min(MOST_PAUSE, 400 * 2 ** this.#tries++);
    // Not all at the same moment, when it was the server that went.
    const pause = (atOnce ? 300 : Math.max(grown, slowly ? 2_000 : 0)) * (0.5 + Math.random() / 2);
    this.#timer = setTimeout(() => this.connect(), pause);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    clearTimeout(this.#trialTimer);
    this.#trial?.close();
    this.#line?.close();
    this.#trial = this.#line = undefined;
    this.#open = false;
  }

  #watchFor(silence: number): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#gone(BROKEN, ''), silence);
  }

  #tryLater(pause: number): void {
    clearTimeout(this.#trialTimer);
    this.#trialTimer = setTimeout(() => {
      this.#trial = this.#opened(openSocket, (line) => line === this.#line);
      this.#trialTimer = setTimeout(() => this.#missedAgain(), OPENS_WITHIN);
    }, pause);
  }

  #missedAgain(): void {
    this.#trial?.close();
    this.#trial = undefined;
    this.#trialPause = Math.min(MOST_TRIAL, this.#trialPause * 2);
    this.#trialAt = Date.now() + this.#trialPause;
    this.#tryLater(this.#trialPause);
  }

  /** The socket that was tried gets through. */
  #adopt(line: Line): void {
    clearTimeout(this.#trialTimer);
    this.#trial = undefined;
    this.#line?.close();
    this.#line = line;
    this.#byEvents = false;
    this.#missed = 0;
  }

  readonly #wentOffline = (): void => {
    if (this.#closed) return;
    const was = this.#open;
    this.#drop();
    if (was) this.listener.down();
    // Some devices say that they are offline and are not.
    this.#timer = setTimeout(() => this.connect(), MOST_PAUSE);
  };

  readonly #comeBack = (): void => {
    if (this.#closed || this.#open) return;
    this.#tries = 0;
    // What failed without a network says nothing of sockets.
    if (this.#worked) this.#missed = 0;
    this.connect();
  };

  readonly #cameToFront = (): void => {
    if (document.visibilityState !== 'visible' || this.#closed) return;
    if (!this.#open) this.#comeBack();
    else if (Date.now() - this.#heardAt > SILENCE / 2) this.#gone(BROKEN, '');
  };
}
