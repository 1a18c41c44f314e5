export interface Person {
  id: string;
  name: string;
}

type Told = { here: Person[] } | { joined: Person } | { left: Person } | { news: string };

/** From 4400 on the server's refusals are final; anything else is worth another try. */
const isFinal = (code: number) => code >= 4400 && code < 4500;
/** A restart, or one's access changed: reconnecting decides again. */
const DECIDE_AGAIN = 1012;
const SHORTEST = 500;
const LONGEST = 30_000;

/**
 * Who else has a cluster's page open, and hints that something on it changed. Reconnects by itself until
 * `close`, or until the server says that this page is not ours.
 */
export class ClusterPresence {
  here = $state.raw<readonly Person[]>([]);

  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #missed = false;
  #closed = false;

  constructor(
    private readonly address: string,
    /** Called with what changed ("stories", "schools"), and with "everything" after an interruption. */
    private readonly onNews: (about: string) => void
  ) {
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.here = [];
  }

  #connect(): void {
    const socket = new WebSocket(this.address);
    this.#socket = socket;
    socket.onmessage = (event) => {
      const told = read(event.data);
      if (told && !this.#closed) this.#hear(told);
    };
    socket.onclose = (event) => {
      this.here = [];
      if (this.#closed || isFinal(event.code)) return;
      this.#missed = true;
      this.#timer = setTimeout(() => this.#connect(), this.#pause(event.code));
    };
  }

  #hear(told: Told): void {
    if ('here' in told) {
      this.#attempts = 0;
      this.here = told.here;
      // Hints that came meanwhile are lost, so everything may have changed.
      if (this.#missed) this.onNews('everything');
      this.#missed = false;
    } else if ('joined' in told) {
      this.here = [...this.here.filter((person) => person.id !== told.joined.id), told.joined];
    } else if ('left' in told) {
      this.here = this.here.filter((person) => person.id !== told.left.id);
    } else {
      this.onNews(told.news);
    }
  }

  /** Longer after each failure, and never the same for everybody: a whole county comes back after a restart. */
  #pause(code: number): number {
    if (code === DECIDE_AGAIN && this.#attempts === 0) return SHORTEST * Math.random();
    const longest = Math.min(LONGEST, SHORTEST * 2 ** ++this.#attempts);
    return longest * (0.5 + Math.random() / 2);
  }
}

function read(data: unknown): Told | undefined {
  try {
    const told: unknown = JSON.parse(String(data));
    return typeof told === 'object' && told !== null ? (told as Told) : undefined;
  } catch {
    return undefined;
  }
}

/** The socket's address for a cluster, on the server this page came from. */
export function presenceAddress(slug: string, here: Pick<Location, 'protocol' | 'host'> = location): string {
  return `${here.protocol === 'https:' ? 'wss:' : 'ws:'}//${here.host}/ws/clusters/${encodeURIComponent(slug)}`;
}
