/** The first two bytes of the messages that hold writing. */
const SYNC = 0;
const STEP_2 = 1;
const UPDATE = 2;

type Sendable = Parameters<WebSocket['send']>[0];

export interface Sent {
  /** How many messages with writing have been given to this socket. */
  count: number;
  /** Whether the answer to the server's first question was among them: all that it lacked. */
  answered: boolean;
}

function kindOf(data: Sendable): number | undefined {
  if (typeof data === 'string' || data instanceof Blob) return undefined;
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  return bytes[0] === SYNC ? bytes[1] : undefined;
}

/** Some networks swallow an attempt to connect and never answer it. */
const PATIENCE = 8_000;

/**
 * A WebSocket for stock Yjs providers that counts the messages with writing in them, from one with each new
 * socket. The server says how many of them are on disk; the two numbers together say whether all is saved.
 */
export function countingSocket(told: (sent: Sent) => void, Base: typeof WebSocket = WebSocket): typeof WebSocket {
  return class CountingSocket extends Base {
    #sent: Sent = { count: 0, answered: false };

    constructor(...address: ConstructorParameters<typeof WebSocket>) {
      super(...address);
      setTimeout(() => this.readyState === 0 && this.close(), PATIENCE);
    }

    override send(data: Sendable): void {
      const kind = kindOf(data);
      if (kind === STEP_2 || kind === UPDATE) {
        this.#sent = { count: this.#sent.count + 1, answered: this.#sent.answered || kind === STEP_2 };
        told(this.#sent);
      }
      super.send(data);
    }
  };
}
