import { SvelteMap } from 'svelte/reactivity';
import { ApiProblem, notReached, problemOf } from '#api/problem.ts';
import { ServerClock } from './clock.ts';
import { Connection } from './connection.ts';
import { applyPatch } from './document.ts';
import { foresee, wanted } from './foresee.ts';
import { newId } from './ids.ts';
import { lasting, Outbox, type Outcome, type Waiting } from './outbox.ts';
import type {
  BoardActionView,
  BoardHead,
  BoardPerson,
  BoardView,
  CardView,
  Command,
  CommandWithoutId,
  DecisionView,
  Ending,
  Frame,
  GroupView,
  Looks,
  Patch,
  Problem,
  VotesView
} from './types.ts';

export type { Outcome } from './outbox.ts';
export type * from './types.ts';

export interface BoardOptions {
  /** Look at it as the projector does: nothing of one's own, and nothing can be done. */
  wall?: boolean;
  /** Whose account, so that what is kept on this device goes when they sign out; null for a guest. */
  person?: string | null;
}

export interface BoardEvent {
  kind: string;
  patch: Patch;
  /** Whether it is what somebody did on this page. */
  own: boolean;
}

export interface Refused {
  command: Command;
  problem: Problem;
}

interface Presence {
  here: readonly string[];
  ready: readonly string[];
  hands: readonly string[];
}

const NO_VOTES: VotesView = { open: false, stage: null, round: 0, mine: {}, left: 0, totals: {} };
const NOBODY: Presence = { here: [], ready: [], hands: [] };
const ENDINGS: Record<number, Ending> = { 401: 'signed-out', 403: 'not-allowed', 404: 'not-there' };
/** A connection that is back within this time was never worth a word. */
const BLINK = 1_500;
/** So long events wait for the answer that says whose they were. */
const WHOSE = 400;

/**
 * A live board as one page shows it: what the server has confirmed, with this page's own changes on top until
 * it has answered them.
 *
 * It connects and comes back by itself. Call `close` in the end.
 */
export class LiveBoard {
  status = $state<'opening' | 'live' | 'reconnecting' | 'ended-for-us'>('opening');
  /** Why the board is closed to this page for good; `endingWords` in the server's words. */
  ending = $state<Ending>();
  endingWords = $state('');

  head = $state.raw<BoardHead>();
  votes = $state.raw<VotesView>(NO_VOTES);
  hidden = $state.raw<Readonly<Record<string, number>>>({});
  schools = $state.raw<BoardView['schools']>({});
  recommendations = $state.raw<BoardView['recommendations']>({});
  may = $state.raw<BoardView['may']>({});
  readonly people = new SvelteMap<string, BoardPerson>();
  readonly cards = new SvelteMap<string, CardView>();
  readonly groups = new SvelteMap<string, GroupView>();
  readonly decisions = new SvelteMap<string, DecisionView>();
  readonly actions = new SvelteMap<string, BoardActionView>();

  me = $state<string | null>(null);
  view = $state<Looks>('member');
  here = $state.raw<readonly string[]>([]);
  ready = $state.raw<readonly string[]>([]);
  hands = $state.raw<readonly string[]>([]);
  saving = $state.raw<{ state: 'saved' | 'saving' | 'offline'; waiting: number }>({ state: 'saved', waiting: 0 });
  refused = $state.raw<readonly Refused[]>([]);

  #helloSays = $state(false);
  readonly facilitates = $derived.by(() => {
    if (this.view !== 'member') return false;
    // Who facilitates changes during a meeting; before they have come, only the server knows that they will.
    const named = this.head?.facilitator;
    return named ? named === this.me : this.#helloSays;
  });

  readonly #clock = new ServerClock();
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen depends on who listens
  readonly #listeners = new Set<(event: BoardEvent) => void>();
  readonly #stopping = new AbortController();
  #confirmed: BoardView | undefined;
  #shown: BoardView | undefined;
  #presence = NOBODY;
  #news: { seq: number; event: BoardEvent }[] = [];
  #telling: ReturnType<typeof setTimeout> | undefined;
  #blink: ReturnType<typeof setTimeout> | undefined;
  #lost = false;
  #beginning: Promise<void> = Promise.resolve();

  constructor(
    readonly id: string,
    private readonly options: BoardOptions = {}
  ) {
    const wall = options.wall ?? false;
    if (wall) this.view = 'wall';
    this.#outbox = new Outbox(id, this.#takenBack);
    this.#connection = new Connection(
      { id, wall },
      {
        frame: (frame) => this.#hear(frame),
        up: () => this.#up(),
        down: () => this.#down(),
        ended: (code, reason) => this.#end(code - 4000, reason),
        since: () => this.#confirmed?.seq
      }
    );
    addEventListener('offline', this.#wentOffline);
    void this.#fetch(wall);
  }

  /** The server's time, in milliseconds since 1970. */
  now(): number {
    return this.#clock.now();
  }

  /** Whether the events come over HTTP, because sockets do not get through. */
  get byEvents(): boolean {
    return this.#connection.byEvents;
  }

  /**
   * Changes the board: shown at once, taken back if the server refuses. What is written, moved and voted waits
   * for a connection as long as it takes; what steers the meeting does not.
   */
  do(wish: CommandWithoutId): Promise<Outcome> {
    const command = { ...wish, id: newId() } as Command;
    const now = this.now();
    const outcome = this.#outbox.add(command, now, this.#shown && wanted(this.#shown, command));
    if (this.ending && this.ending !== 'signed-out') this.#outbox.refuseAll(closedFor(this.endingWords));
    this.#send();
    this.#show();
    return outcome;
  }

  /** Tells of each change that can be seen here, once it is shown. Returns how to stop. */
  onEvent(listener: (event: BoardEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** An explanation has been read. */
  dismiss(index: number): void {
    this.refused = this.refused.filter((_, at) => at !== index);
  }

  close(): void {
    removeEventListener('offline', this.#wentOffline);
    this.#stopping.abort();
    this.#connection.close();
    this.#outbox.close();
    clearTimeout(this.#telling);
    clearTimeout(this.#blink);
  }

  /** The whole board, compressed; the connection then brings what came since. */
  async #fetch(wall: boolean): Promise<void> {
    try {
      const answer = await fetch(`/api/boards/${this.id}${wall ? '?view=wall' : ''}`, {
        headers: { accept: 'application/json' },
        signal: this.#stopping.signal
      });
      if (!answer.ok) throw await problemOf(answer);
      this.#take((await answer.json()) as BoardView);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const problem = error instanceof ApiProblem ? error : notReached();
      if (ENDINGS[problem.status]) return this.#end(problem.status, problem.detail);
    }
    this.#connection.connect();
  }

  #hear(frame: Frame): void {
    if ('hello' in frame) this.#greet(frame.hello);
    else if ('snapshot' in frame) this.#take(frame.snapshot);
    else if ('ack' in frame) this.#done(frame.ack, frame.seq);
    else if ('nack' in frame) this.#outbox.refused(frame.nack, frame.problem);
    else if ('here' in frame) this.#look(frame);
    else if ('seq' in frame) this.#follow(frame);
    else if ('now' in frame) this.#clock.heard(frame.now);
    this.#send();
  }

  #greet({ you, facilitates, view, now }: { you: string | null; facilitates: boolean; view: Looks; now: number }) {
    this.#clock.begin(now);
    this.me = you;
    this.#helloSays = facilitates;
    this.view = view;
    if (you !== null) {
      this.#beginning = this.#outbox.begin(you, view === 'guest' ? null : (this.options.person ?? null));
    }
  }

  #up(): void {
    this.#outbox.reconnected();
    clearTimeout(this.#blink);
    this.#lost = false;
    if (this.head) this.status = 'live';
    void this.#beginning.then(() => {
      this.#send();
      this.#show();
    });
    this.#tellSaving();
  }

  #down(): void {
    clearTimeout(this.#blink);
    this.#blink = setTimeout(() => this.#lose(), BLINK);
    this.#tellSaving();
  }

  #lose(): void {
    if (this.#connection.open || this.ending) return;
    this.#lost = true;
    if (this.status === 'live') this.status = 'reconnecting';
    // Nobody knows who is there now.
    this.#presence = NOBODY;
    this.#showPresence();
    this.#tellSaving();
  }

  readonly #wentOffline = (): void => {
    if (this.status === 'live') this.#lose();
  };

  #end(status: number, words: string): void {
    if (this.ending) return;
    const why = ENDINGS[status] ?? 'not-there';
    this.ending = why === 'not-allowed' && this.view === 'guest' ? 'removed' : why;
    this.endingWords = words;
    this.status = 'ended-for-us';
    // Who signs in again finds what was not sent.
    if (this.ending !== 'signed-out') this.#outbox.refuseAll(closedFor(words));
    this.close();
    this.#tellSaving();
  }

  #take(board: BoardView): void {
    this.#confirmed = board;
    this.#outbox.reached(board.seq);
    this.#show();
    if (this.#connection.open) this.status = 'live';
  }

  #follow({ seq, kind, patch }: { seq: number; kind?: string; patch?: Patch }): void {
    const board = this.#confirmed;
    if (!board || seq <= board.seq) return;
    if (seq > board.seq + 1) return this.#connection.again();
    this.#confirmed = { ...(patch ? applyPatch(board, patch) : board), seq };
    this.#outbox.reached(seq);
    this.#show();
    if (kind !== undefined && patch) this.#tellSoon(seq, { kind, patch, own: false });
  }

  #done(id: string, seq: number): void {
    const done = this.#outbox.acknowledged(id, seq);
    for (const news of this.#news) if (news.seq === seq && done) news.event.own = true;
    if (done && !lasting(done.command)) this.#presence = withOwn(this.#presence, [done], this.me);
    this.#outbox.reached(this.#confirmed?.seq ?? -1);
    this.#show();
    if (!this.#outbox.inFlight) this.#tell();
  }

  #look({ here, ready, hands }: Presence): void {
    this.#presence = { here, ready, hands };
    this.#showPresence();
  }

  #send(): void {
    if (!this.#connection.open) return;
    const next = this.#outbox.take();
    if (next.length > 0) this.#connection.send(next);
  }

  readonly #takenBack = ({ command }: Waiting, problem: Problem): void => {
    // What the server refuses of oneself was overtaken by the meeting; what never got there, nobody knows of.
    if (!command.do.startsWith('me.') || problem.status === 0) this.refused = [...this.refused, { command, problem }];
    this.#show();
    if (!this.#outbox.inFlight) this.#tell();
  };

  // What is shown

  #show(): void {
    this.#showPresence();
    this.#tellSaving();
    if (!this.#confirmed) return;
    let board = this.#confirmed;
    for (const { command, at, want } of this.#outbox.all) {
      const patch = foresee(board, command, { me: this.me, at, want });
      if (patch) board = applyPatch(board, patch);
    }
    const before = this.#shown;
    this.#shown = board;
    this.head = board.board;
    this.votes = board.votes;
    this.hidden = board.hidden;
    this.schools = board.schools;
    this.recommendations = board.recommendations;
    this.may = board.may;
    settle(this.people, before?.people, board.people);
    settle(this.cards, before?.cards, board.cards);
    settle(this.groups, before?.groups, board.groups);
    settle(this.decisions, before?.decisions, board.decisions);
    settle(this.actions, before?.actions, board.actions);
  }

  #showPresence(): void {
    const { here, ready, hands } = withOwn(this.#presence, this.#outbox.all, this.me);
    this.here = here;
    this.ready = ready;
    this.hands = hands;
  }

  #tellSaving(): void {
    const waiting = this.#outbox.count;
    const state = this.#lost || this.ending ? 'offline' : waiting > 0 ? 'saving' : 'saved';
    if (state !== this.saving.state || waiting !== this.saving.waiting) this.saving = { state, waiting };
  }

  // What is told

  #tellSoon(seq: number, event: BoardEvent): void {
    this.#news.push({ seq, event });
    if (!this.#outbox.inFlight) this.#tell();
    else this.#telling ??= setTimeout(() => this.#tell(), WHOSE);
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    for (const { event } of this.#news.splice(0)) for (const listener of this.#listeners) listener(event);
  }
}

const closedFor = (words: string): Problem => ({
  title: 'This board is closed to you',
  status: 403,
  detail: words || 'This was not sent, because the board is not open to you any more.'
});

/** Puts into a map what differs: screens draw only that anew. */
function settle<T>(map: SvelteMap<string, T>, before: Record<string, T> | undefined, now: Record<string, T>): void {
  if (before === now) return;
  if (before) for (const key of Object.keys(before)) if (!(key in now)) map.delete(key);
  for (const [key, value] of Object.entries(now)) if (before?.[key] !== value) map.set(key, value);
}

/** Presence with what one has just said of oneself. */
function withOwn(presence: Presence, waiting: readonly Pick<Waiting, 'command'>[], me: string | null): Presence {
  if (me === null) return presence;
  let { ready, hands } = presence;
  const put = (all: readonly string[], on: boolean) =>
    on === all.includes(me) ? all : on ? [...all, me] : all.filter((one) => one !== me);
  for (const { command } of waiting) {
    if (command.do === 'me.ready') ready = put(ready, command.on);
    else if (command.do === 'me.hand') hands = put(hands, command.on);
  }
  return { here: presence.here, ready, hands };
}
