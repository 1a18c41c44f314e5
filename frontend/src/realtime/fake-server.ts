/** A document's server for tests, in memory: the protocol of app/realtime/documents on a WebSocket that is none. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';

function message(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

export class FakeServer {
  readonly doc = new Y.Doc();
  sockets: FakeSocket[] = [];
  /** While false nothing is stored, and so nothing acknowledged. */
  stores = true;
  refuses: number | undefined;
  reachable = true;

  /** A class to stand in for the browser's WebSocket. */
  get Socket(): typeof WebSocket {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the class below has a `this` of its own
    const server = this;
    return class extends FakeSocket {
      constructor(url: string | URL) {
        super(String(url), server);
      }
    } as unknown as typeof WebSocket;
  }

  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1]!;
  }

  /** Stores what is waiting and says so. */
  storeAll(): void {
    this.stores = true;
    for (const socket of this.sockets) socket.store();
  }
}

export class FakeSocket {
  static readonly OPEN = 1;
  readonly OPEN = 1;
  readyState = 0;
  binaryType = 'arraybuffer';
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((event: { data: Uint8Array }) => void) | null = null;

  #waiting: Uint8Array[] = [];
  #stored = 0;

  constructor(
    readonly url: string,
    private readonly server: FakeServer
  ) {
    server.sockets.push(this);
    queueMicrotask(() => {
      if (!server.reachable) return this.drop(1006);
      this.readyState = 1;
      this.onopen?.();
      if (server.refuses !== undefined) this.drop(server.refuses);
    });
  }

  send(data: Uint8Array): void {
    const decoder = decoding.createDecoder(data);
    if (decoding.readVarUint(decoder) !== 0) return;
    const kind = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (kind === 0) this.#welcome(bytes);
    else {
      this.#waiting.push(bytes);
      if (this.server.stores) this.store();
    }
  }

  store(): void {
    if (this.#waiting.length === 0) return;
    for (const update of this.#waiting.splice(0)) {
      Y.applyUpdate(this.server.doc, update);
      this.#stored++;
    }
    this.tell((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, this.#stored);
    });
  }

  /** A message of kind 2. */
  tell(write: (encoder: encoding.Encoder) => void): void {
    this.#give((encoder) => {
      encoding.writeVarUint(encoder, 2);
      write(encoder);
    });
  }

  close(): void {
    this.drop(1000);
  }

  drop(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#waiting = [];
    this.server.sockets = this.server.sockets.filter((socket) => socket !== this);
    this.onclose?.({ code, reason: '' });
  }

  #welcome(state: Uint8Array): void {
    this.tell((encoder) => {
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarString(encoder, JSON.stringify({ writes: true, reason: null, detail: '' }));
    });
    this.#give((encoder) => {
      encoding.writeVarUint(encoder, 0);
      syncProtocol.writeSyncStep2(encoder, this.server.doc, state);
    });
    this.#give((encoder) => {
      encoding.writeVarUint(encoder, 0);
      syncProtocol.writeSyncStep1(encoder, this.server.doc);
    });
  }

  #give(write: (encoder: encoding.Encoder) => void): void {
    const data = message(write);
    queueMicrotask(() => this.readyState === 1 && this.onmessage?.({ data }));
  }
}
