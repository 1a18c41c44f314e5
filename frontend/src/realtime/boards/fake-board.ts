/** A board's server for tests, in memory: the protocol of app/realtime/boards on sockets and answers that are none. */
import { readFileSync } from 'node:fs';
import { applyPatch } from './document.ts';
import { foresee } from './foresee.ts';
import type { BoardView, Command, Frame, Patch, Problem } from './types.ts';

interface Trace {
  me: Record<string, string>;
  end: Record<string, BoardView>;
}

/** A board with cards, as Ann sees it; in a stage for sorting. */
function aBoard(): { board: BoardView; me: string } {
  const { named } = JSON.parse(readFileSync('../tests/data/board-traces.json', 'utf8')) as { named: Trace };
  const board = structuredClone(named.end.ann!);
  return { board: { ...board, board: { ...board.board, stage: 2, locked: false } }, me: named.me.ann! };
}

export class FakeBoard {
  board: BoardView;
  me: string;
  /** All that ever arrived, by whichever way. */
  readonly asked: Command[] = [];
  readonly done = new Map<string, number>();
  /** Addresses that were called, in order. */
  readonly called: string[] = [];
  sockets: FakeSocket[] = [];
  streams: FakeStream[] = [];
  socketsGoThrough = true;
  reachable = true;
  /** While false, commands arrive and nothing comes back. */
  answers = true;
  refuse: ((command: Command) => Problem | undefined) | undefined;
  /** What a socket is closed with at once, and over HTTP refused with. */
  closes: { code: number; reason: string } | undefined;
  #log: { seq: number; patch: Patch }[] = [];
  time = 1_800_000_000_000;

  constructor() {
    ({ board: this.board, me: this.me } = aBoard());
  }

  get Socket(): typeof WebSocket {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the class below has a `this` of its own
    const server = this;
    return class extends FakeSocket {
      constructor(url: string) {
        super(url, server);
      }
    } as unknown as typeof WebSocket;
  }

  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1]!;
  }

  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    this.called.push(url);
    await Promise.resolve();
    if (!this.reachable) throw new TypeError('no network');
    if (this.closes) {
      return json({ title: 'No', detail: this.closes.reason }, this.closes.code - 4000);
    }
    if (url.includes('/events')) {
      const stream = new FakeStream(this, init.signal ?? undefined);
      this.streams.push(stream);
      for (const frame of this.opening(since(url))) stream.tell(frame);
      return stream.response;
    }
    if (!url.endsWith('/commands')) return json(this.board);
    const { commands } = JSON.parse(String(init.body)) as { commands: Command[] };
    return json({ answers: commands.map((command) => this.receive(command)) });
  };

  opening(known: number | undefined): Frame[] {
    const hello = { you: this.me, facilitates: false, view: 'member' as const, now: this.time };
    const missed = known === undefined ? undefined : this.#log.filter(({ seq }) => seq > known);
    return [
      { hello },
      ...(missed ? missed.map((one) => ({ ...one, kind: 'changed' })) : [{ snapshot: this.board }]),
      { here: [this.me], ready: [], hands: [] }
    ];
  }

  /** The answer; everybody is told before. */
  receive(command: Command): Frame {
    this.asked.push(command);
    const problem = this.refuse?.(command);
    if (problem) return { nack: command.id, problem };
    const before = this.done.get(command.id);
    if (before !== undefined) return { ack: command.id, seq: before };
    const seq = this.change(foresee(this.board, command, { me: this.me, at: this.time }) ?? {}, command.do);
    this.done.set(command.id, seq);
    return { ack: command.id, seq };
  }

  change(patch: Patch, kind = 'changed'): number {
    const seq = this.board.seq + 1;
    this.board = { ...applyPatch(this.board, patch), seq };
    this.#log.push({ seq, patch });
    this.tell({ seq, kind, patch });
    return seq;
  }

  tell(frame: Frame): void {
    for (const one of [...this.sockets, ...this.streams]) one.tell(frame);
  }
}

export class FakeSocket {
  readyState = 0;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;

  constructor(
    readonly url: string,
    private readonly server: FakeBoard
  ) {
    server.called.push(url);
    queueMicrotask(() => {
      if (!server.reachable || !server.socketsGoThrough) return this.drop(1006);
      this.readyState = 1;
      server.sockets.push(this);
      if (server.closes) return this.drop(server.closes.code, server.closes.reason);
      for (const frame of server.opening(since(url))) this.tell(frame);
    });
  }

  send(data: string): void {
    const answer = this.server.receive(JSON.parse(data) as Command);
    if (this.server.answers) this.tell(answer);
  }

  tell(frame: Frame): void {
    queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(frame) }));
  }

  close(): void {
    this.drop(1000);
  }

  drop(code: number, reason = ''): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.server.sockets = this.server.sockets.filter((socket) => socket !== this);
    this.onclose?.({ code, reason });
  }
}

class FakeStream {
  readonly response: Response;
  #open = true;
  #controller!: ReadableStreamDefaultController<Uint8Array>;

  constructor(server: FakeBoard, signal: AbortSignal | undefined) {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => (this.#controller = controller) });
    this.response = { ok: true, status: 200, body, headers: new Headers() } as Response;
    signal?.addEventListener('abort', () => {
      server.streams = server.streams.filter((stream) => stream !== this);
      this.cut();
    });
  }

  tell(frame: Frame): void {
    if (!this.#open) return;
    const bytes = new TextEncoder().encode(`data: ${JSON.stringify(frame)}\n\n`);
    // Networks cut where they like.
    this.#controller.enqueue(bytes.slice(0, 9));
    this.#controller.enqueue(bytes.slice(9));
  }

  cut(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#controller.close();
  }
}

const since = (url: string): number | undefined => {
  const told = new URL(url, 'http://here').searchParams.get('since');
  return told === null ? undefined : Number(told);
};

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
