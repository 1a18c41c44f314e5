import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Y from 'yjs';
import { DocumentConnection } from './document-connection.svelte.ts';
import { FakeHttp } from './fake-http.ts';

vi.mock('./local-copies.ts', () => ({
  keepCopy: async () => undefined,
  copiesOf: async () => [],
  dropCopy: async () => undefined
}));

/** A network that answers no upgrade. */
class Blocked {
  static tries = 0;
  readonly OPEN = 1;
  readyState = 0;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    Blocked.tries++;
    queueMicrotask(() => {
      this.readyState = 3;
      this.onclose?.({ code: 1006 });
    });
  }

  send() {}
  close() {}
}

let server: FakeHttp;
let open: DocumentConnection[] = [];

function connect(): DocumentConnection {
  const person = { id: 'p1', name: 'A. Marsh' };
  const connection = new DocumentConnection({ id: 'd1', story: 's1', generation: 1, schema: 2, person });
  open.push(connection);
  return connection;
}

const text = (doc: Y.Doc): string => doc.getText('t').toString();
const type = ({ doc }: DocumentConnection, words: string): void =>
  doc.getText('t').insert(doc.getText('t').length, words);
const until = (check: () => void) => vi.waitFor(check, { timeout: 4000, interval: 5 });

beforeEach(() => {
  Blocked.tries = 0;
  server = new FakeHttp();
  server.doc.getText('t').insert(0, 'Once. ');
  vi.stubGlobal('WebSocket', Blocked);
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  open = [];
  vi.unstubAllGlobals();
});

describe('a document where WebSockets are blocked', () => {
  it('is opened by HTTP after two sockets that came to nothing, and from then on at once', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    expect(Blocked.tries).toBe(2);
    expect(text(connection.doc)).toBe('Once. ');
    expect(server.addresses[0]?.pathname).toBe('/api/documents/d1/updates');
    expect(server.addresses[0]?.search).toMatch(/^\?generation=1&schema=2&state=AA$/);
    const another = connect();
    await until(() => expect(another.saving).toBe('saved'));
    expect(Blocked.tries).toBe(2);
  });

  it('is saved when a POST was answered, and not before', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    let written = (): void => undefined;
    server.disk = new Promise((resolve) => (written = resolve));
    type(connection, 'Twice. ');
    type(connection, 'Thrice. ');
    type(connection, 'And again.');
    expect(connection.saving).toBe('saving');
    server.alive();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(connection.saving).toBe('saving');
    written();
    await until(() => expect(connection.saving).toBe('saved'));
    expect(text(server.doc)).toBe('Once. Twice. Thrice. And again.');
    // What was typed while the first was on its way went together.
    expect(server.posts.slice(-2)).toEqual([1, 2]);
  });

  it('hears what others write', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.doc.getText('t').insert(0, 'First of all. ');
    await until(() => expect(text(connection.doc)).toBe('First of all. Once. '));
  });

  it('brings along what was written while the network was away', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.reachable = false;
    server.cut();
    await until(() => expect(connection.saving).toBe('offline'));
    type(connection, 'In a tunnel.');
    expect(connection.saving).toBe('unsaved');
    server.reachable = true;
    await until(() => expect(connection.saving).toBe('saved'));
    expect(text(server.doc)).toContain('In a tunnel.');
  });

  it('says so when there is no more room, and sends nothing more', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.full = true;
    type(connection, 'Too much.');
    await until(() => expect(connection.saving).toBe('refused'));
    const posts = server.posts.length;
    type(connection, 'More.');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.posts).toHaveLength(posts);
    expect(connection.unsaved).toBe(true);
    server.reachable = false;
    server.cut();
  });

  it.each([
    [401, 'signed-out'],
    [404, 'not-there'],
    [409, 'changed']
  ])('takes %i for an answer', async (status, ending) => {
    server.status = status;
    const connection = connect();
    await until(() => expect(connection.ending).toBe(ending));
    expect(connection.saving).toBe('ended');
  });

  it('comes back when it is told to', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.close(1012);
    await until(() => expect(connection.saving).toBe('offline'));
    await until(() => expect(connection.saving).toBe('saved'));
    server.close(4404);
    await until(() => expect(connection.ending).toBe('not-there'));
  });
});
