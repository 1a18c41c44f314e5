import { type Kept, Queue } from './queue.ts';
import type { Command, Problem } from './types.ts';

export type Outcome = { done: true; seq: number } | { done: false; problem: Problem };

/** A change that is shown already. `seq`: it was done, by an event that has not arrived yet. */
export interface Waiting {
  readonly command: Command;
  readonly at: number;
  readonly want?: number | undefined;
  sent: boolean;
  seq?: number;
  settle: (outcome: Outcome) => void;
  expires?: ReturnType<typeof setTimeout>;
}

/** The server takes 500 of one page before it finds that too much. */
const IN_FLIGHT = 200;
/** What steers a meeting belongs to the moment: after so long without an answer it is not done any more. */
const MOMENT = 10_000;
const LASTING = /^(card|group|vote|decision|action)\./;

const NOT_CONNECTED: Problem = {
  title: 'You are not connected',
  status: 0,
  detail: 'This can only be done while you are connected. What you write is kept meanwhile.'
};
const NOT_SURE: Problem = {
  title: 'The connection broke',
  status: 0,
  detail: 'We could not tell whether this was done. Look at the board when you are back, and do it again if not.'
};

export const lasting = (command: Command): boolean => LASTING.test(command.do);

/** One page's changes to one board, in order, until the server has answered and their events are here. */
export class Outbox {
  readonly #queue = new Queue();
  #all: Waiting[] = [];
  #as: { participant: string; person: string | null } | undefined;
  #last = 0;

  constructor(
    private readonly board: string,
    /** Something was given up, and is not shown any more. */
    private readonly gaveUp: (waiting: Waiting, problem: Problem) => void
  ) {}

  get all(): readonly Waiting[] {
    return this.#all;
  }

  /** How many changes the server is not known to have, of those that wait for it as long as it takes. */
  get count(): number {
    return this.#all.filter(({ command, seq }) => seq === undefined && lasting(command)).length;
  }

  get inFlight(): boolean {
    return this.#all.some(({ sent, seq }) => sent && seq === undefined);
  }

  add(command: Command, now: number, want: number | undefined): Promise<Outcome> {
    // The order in which they were wanted, even if the clock is set back.
    const at = (this.#last = Math.max(now, this.#last + 0.001));
    return new Promise((settle) => {
      const waiting: Waiting = { command, at, want, sent: false, settle };
      this.#all.push(waiting);
      if (lasting(command)) this.#keep(waiting);
      else waiting.expires = setTimeout(() => this.#expire(waiting), MOMENT);
    });
  }

  /** It is known who they are here: what they did on this device before comes first. */
  async begin(participant: string, person: string | null): Promise<void> {
    if (this.#as?.participant === participant) return;
    this.#as = { participant, person };
    for (const waiting of this.#all) if (waiting.seq === undefined && lasting(waiting.command)) this.#keep(waiting);
    const known = new Set(this.#all.map(({ command }) => command.id));
    const found = (await this.#queue.find(this.board, participant)).filter(({ key }) => !known.has(key));
    const older = found.map(({ command, at, want }): Waiting => ({ command, at, want, sent: false, settle: () => {} }));
    this.#all = [...older, ...this.#all];
  }

  /** A new connection: nothing has been sent on it. */
  reconnected(): void {
    for (const waiting of this.#all) waiting.sent = false;
  }

  /** What is to be sent next. */
  take(): Command[] {
    const flying = this.#all.filter(({ sent, seq }) => sent && seq === undefined).length;
    const next = this.#all.filter(({ sent, seq }) => !sent && seq === undefined).slice(0, IN_FLIGHT - flying);
    for (const waiting of next) waiting.sent = true;
    return next.map(({ command }) => command);
  }

  acknowledged(id: string, seq: number): Waiting | undefined {
    const waiting = this.#find(id);
    if (waiting) {
      waiting.seq = seq;
      this.#over(waiting);
      waiting.settle({ done: true, seq });
    }
    return waiting;
  }

  refused(id: string, problem: Problem): Waiting | undefined {
    const waiting = this.#find(id);
    if (waiting) this.#giveUp(waiting, problem);
    return waiting;
  }

  /** The board is closed to them for good. */
  refuseAll(problem: Problem): void {
    for (const waiting of [...this.#all]) if (waiting.seq === undefined) this.#giveUp(waiting, problem);
    this.#queue.dropAll(this.board);
  }

  /** The board is known up to here. */
  reached(seq: number): void {
    this.#all = this.#all.filter((waiting) => waiting.seq === undefined || waiting.seq > seq);
  }

  close(): void {
    for (const { expires } of this.#all) clearTimeout(expires);
  }

  #find(id: string): Waiting | undefined {
    return this.#all.find(({ command, seq }) => command.id === id && seq === undefined);
  }

  #expire(waiting: Waiting): void {
    if (waiting.seq === undefined) this.#giveUp(waiting, waiting.sent ? NOT_SURE : NOT_CONNECTED);
  }

  #giveUp(waiting: Waiting, problem: Problem): void {
    this.#all = this.#all.filter((one) => one !== waiting);
    this.#over(waiting);
    waiting.settle({ done: false, problem });
    this.gaveUp(waiting, problem);
  }

  #over({ command, expires }: Waiting): void {
    clearTimeout(expires);
    if (lasting(command) && this.#as) this.#queue.drop(command.id);
  }

  #keep({ command, at, want }: Waiting): void {
    if (!this.#as) return;
    const kept: Kept = { key: command.id, board: this.board, ...this.#as, command, at, want };
    this.#queue.keep(kept);
  }
}
