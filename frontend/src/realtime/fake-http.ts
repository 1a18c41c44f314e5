/** A document's HTTP door for tests, in memory: what app/realtime/documents/http.py promises, for `fetch`. */
import { fromBase64UrlEncoded, toBase64 } from 'lib0/buffer';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

function bytes(write: (encoder: encoding.Encoder) => void): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>;
}

const sync = (step: number, body: Uint8Array) =>
  bytes((encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, body);
  });
const told = (...numbers: number[]) => bytes((encoder) => numbers.forEach((one) => encoding.writeVarUint(encoder, one)));
const refusal = (why: string) =>
  bytes((encoder) => {
    encoding.writeVarUint(encoder, 2);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, why);
  });

export class FakeHttp {
  readonly doc = new Y.Doc();
  /** How many messages each POST had. */
  posts: number[] = [];
  addresses: URL[] = [];
  status = 200;
  /** While there is one, nothing is stored. */
  disk: Promise<void> | undefined;
  full = false;
  reachable = true;

  #streams: ReadableStreamDefaultController<Uint8Array>[] = [];

  constructor() {
    this.doc.on('update', (update: Uint8Array) => this.tell(sync(2, update)));
  }

  readonly fetch = async (address: URL, options: RequestInit = {}): Promise<Response> => {
    this.addresses.push(address);
    if (!this.reachable) throw new TypeError('Failed to fetch');
    if (this.status !== 200) return new Response('{}', { status: this.status });
    return options.method === 'POST' ? this.#write(options.body as Uint8Array) : this.#follow(address);
  };

  tell(message: Uint8Array): void {
    const event = new TextEncoder().encode(`data: ${toBase64(message)}\n\n`);
    // In two parts, as networks do.
    for (const stream of this.#streams) [event.slice(0, 7), event.slice(7)].forEach((part) => stream.enqueue(part));
  }

  alive(): void {
    this.tell(told(2, 1, 0));
  }

  close(code: number): void {
    const event = `event: close\ndata: ${JSON.stringify({ code, reason: '' })}\n\n`;
    for (const stream of this.#streams.splice(0)) {
      stream.enqueue(new TextEncoder().encode(event));
      stream.close();
    }
  }

  cut(): void {
    for (const stream of this.#streams.splice(0)) stream.error(new TypeError('network error'));
  }

  #follow(address: URL): Response {
    const state = address.searchParams.get('state');
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        this.#streams.push(stream);
        stream.enqueue(new TextEncoder().encode('retry: 1000\n\n'));
        this.tell(sync(0, Y.encodeStateVector(this.doc)));
        this.tell(sync(1, Y.encodeStateAsUpdate(this.doc, state ? fromBase64UrlEncoded(state) : undefined)));
      }
    });
    return new Response(body);
  }

  async #write(body: Uint8Array): Promise<Response> {
    const decoder = decoding.createDecoder(body);
    const updates: Uint8Array[] = [];
    while (decoding.hasContent(decoder)) {
      const message = decoding.createDecoder(decoding.readVarUint8Array(decoder));
      decoding.readVarUint(message);
      decoding.readVarUint(message);
      updates.push(decoding.readVarUint8Array(message));
    }
    this.posts.push(updates.length);
    await this.disk;
    const answer = this.full ? refusal('Too long') : told(2, 1, updates.length);
    if (!this.full) for (const update of updates) Y.applyUpdate(this.doc, update);
    return new Response(bytes((encoder) => encoding.writeVarUint8Array(encoder, answer)));
  }
}
