import { fromBase64, toBase64UrlEncoded } from 'lib0/buffer';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** What a message begins with; see app/realtime/documents. */
const SYNC = 0;
const STEP_1 = 0;
const TOLD = 2;
const REFUSED = 0;
const STORED = 1;

/** A request carries at most a mebibyte. What is larger than this goes alone. */
const AT_ONCE = 512 * 1024;
/** Longer ones may not fit into an address; without one, everything is sent. */
const STATE = 4_000;

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

/** What the socket would have been closed with, by the status of an answer. */
const codes: Record<number, number> = { 401: 4401, 403: 4403, 404: 4404, 409: 4409, 413: 1009 };
const LOST = 1006;

type Message = Uint8Array<ArrayBuffer>;

/**
 * A document's HTTP door with the face of a WebSocket, for stock Yjs providers on networks that block sockets.
 *
 * What others write comes as server-sent events; what is sent is posted, one request at a time, and the answer
 * says what is on disk. `state` is what the page has, so that only the rest is sent. Nobody's carets come this
 * way.
 */
export function httpSocket(state: () => Uint8Array): typeof WebSocket {
  return class extends HttpSocket {
    constructor(url: string | URL) {
      super(url, state());
    }
  } as unknown as typeof WebSocket;
}

class HttpSocket {
  readonly OPEN = OPEN;
  readyState = CONNECTING;
  binaryType = 'arraybuffer';
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((event: { data: Message }) => void) | null = null;

  readonly #address: URL;
  readonly #ending = new AbortController();
  #queue: Message[] = [];
  #posting = false;
  #asked = false;
  #refused = false;
  #stored = 0;

  constructor(url: string | URL, state: Uint8Array) {
    this.#address = new URL(url, location.href);
    this.#address.protocol = this.#address.protocol.replace('ws', 'http');
    this.#address.pathname = this.#address.pathname.replace(/^\/ws\//, '/api/') + '/updates';
    void this.#follow(state);
  }

  send(data: Uint8Array | ArrayBuffer): void {
    const message = new Uint8Array(data instanceof Uint8Array ? data.slice().buffer : data);
    if (this.readyState !== OPEN || message[0] !== SYNC) return;
    // The provider's first question went along when this was opened.
    if (message[1] === STEP_1 && !this.#asked) this.#asked = true;
    else if (message[1] === STEP_1 || !this.#refused) {
      this.#queue.push(message);
      void this.#post();
    }
  }

  close(): void {
    this.#drop(LOST);
  }

  async #follow(state: Uint8Array): Promise<void> {
    const address = new URL(this.#address);
    if (state.length <= STATE) address.searchParams.set('state', toBase64UrlEncoded(state));
    try {
      const response = await fetch(address, { signal: this.#ending.signal, cache: 'no-store' });
      if (!response.ok || !response.body) return this.#drop(codes[response.status] ?? LOST);
      this.readyState = OPEN;
      this.onopen?.();
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let text = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const events = (text + decoder.decode(part.value, { stream: true })).split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) this.#happened(event);
      }
      this.#drop(LOST);
    } catch {
      this.#drop(LOST);
    }
  }

  #happened(event: string): void {
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (data === undefined) return;
    if (/^event: close$/m.test(event)) {
      this.#drop((JSON.parse(data) as { code: number }).code);
      return;
    }
    const message = fromBase64(data) as Message;
    // By the stream nobody writes, so it can only say that it is alive.
    if (message[0] === TOLD && message[1] === STORED) this.#tellStored();
    else this.#give(message);
  }

  async #post(): Promise<void> {
    if (this.#posting) return;
    this.#posting = true;
    try {
      while (this.#queue.length > 0 && this.readyState === OPEN) {
        const response = await fetch(this.#address, {
          method: 'POST',
          body: this.#batch(),
          headers: { 'Content-Type': 'application/octet-stream' },
          signal: this.#ending.signal
        });
        if (!response.ok) return this.#drop(codes[response.status] ?? LOST);
        this.#answered(new Uint8Array(await response.arrayBuffer()));
      }
    } catch {
      this.#drop(LOST);
    } finally {
      this.#posting = false;
    }
  }

  #batch(): Message {
    const encoder = encoding.createEncoder();
    let taken = 0;
    while (this.#queue[taken] && (taken === 0 || encoding.length(encoder) + this.#queue[taken]!.length < AT_ONCE)) {
      encoding.writeVarUint8Array(encoder, this.#queue[taken]!);
      taken++;
    }
    this.#queue.splice(0, taken);
    return encoding.toUint8Array(encoder) as Message;
  }

  #answered(body: Uint8Array): void {
    const decoder = decoding.createDecoder(body);
    let stored = 0;
    while (decoding.hasContent(decoder)) {
      const message = decoding.readVarUint8Array(decoder) as Message;
      if (message[0] === TOLD && message[1] === STORED) {
        stored = decoding.readVarUint(decoding.createDecoder(message.subarray(2)));
        continue;
      }
      if (message[0] === TOLD && message[1] === REFUSED) {
        this.#refused = true;
        this.#queue = [];
      }
      this.#give(message);
    }
    this.#stored += stored;
    if (stored > 0) this.#tellStored();
  }

  #tellStored(): void {
    const encoder = encoding.createEncoder();
    for (const number of [TOLD, STORED, this.#stored]) encoding.writeVarUint(encoder, number);
    this.#give(encoding.toUint8Array(encoder) as Message);
  }

  #give(data: Message): void {
    if (this.readyState === OPEN) this.onmessage?.({ data });
  }

  #drop(code: number): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#queue = [];
    this.#ending.abort();
    this.onclose?.({ code, reason: '' });
  }
}
