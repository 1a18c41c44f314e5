import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { DocumentConnection } from './document-connection.svelte.ts';
import { FakeServer } from './fake-server.ts';
import type { LocalCopy } from './local-copies.ts';

/** The device: happy-dom has no IndexedDB. */
const device = vi.hoisted(() => ({ copies: new Map<string, LocalCopy>(), broken: false, tries: 0, looks: 0 }));

vi.mock('./local-copies.ts', () => ({
  keepCopy: async (copy: LocalCopy) => {
    device.tries++;
    if (device.broken) throw new Error('no room');
    device.copies.set(copy.key, copy);
  },
  copiesOf: async (person: string) => {
    device.looks++;
    return [...device.copies.values()].filter((copy) => copy.person === person);
  },
  dropCopy: async ({ key, at }: LocalCopy) => {
    if ((device.copies.get(key)?.at ?? Infinity) <= at) device.copies.delete(key);
  }
}));

let server: FakeServer;
let open: DocumentConnection[] = [];

function connect(more: Partial<ConstructorParameters<typeof DocumentConnection>[0]> = {}): DocumentConnection {
  const connection = new DocumentConnection({
    id: 'd1',
    story: 's1',
    generation: 1,
    schema: 1,
    person: { id: 'p1', name: 'A. Marsh' },
    ...more
  });
  open.push(connection);
  return connection;
}

const text = (doc: Y.Doc): string => doc.getText('t').toString();
const type = (connection: DocumentConnection, words: string): void => {
  connection.doc.getText('t').insert(connection.doc.getText('t').length, words);
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 4000, interval: 5 });

beforeEach(() => {
  server = new FakeServer();
  server.doc.getText('t').insert(0, 'Once. ');
  vi.stubGlobal('WebSocket', server.Socket);
  device.copies.clear();
  Object.assign(device, { broken: false, tries: 0, looks: 0 });
});

afterEach(async () => {
  server.storeAll();
  await Promise.all(open.map((connection) => connection.close()));
  open = [];
  vi.unstubAllGlobals();
});

describe('a document and its connection', () => {
  it('says which generation and schema it holds', () => {
    connect({ generation: 3, schema: 2 });
    expect(server.socket.url).toMatch(/\/ws\/documents\/d1\?generation=3&schema=2$/);
  });

  it('is saved when the server has stored it, and not before', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    expect(text(connection.doc)).toBe('Once. ');
    server.stores = false;
    type(connection, 'Twice.');
    expect(connection.saving).toBe('saving');
    await new Promise((resolve) => setTimeout(resolve));
    expect(connection.saving).toBe('saving');
    const waited = connection.whenSaved(2000);
    server.storeAll();
    expect(await waited).toBe(true);
    expect(text(server.doc)).toBe('Once. Twice.');
  });

  it('does not call a deletion saved before it is', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.stores = false;
    connection.doc.getText('t').delete(0, 4);
    expect(await connection.whenSaved(20)).toBe(false);
    expect(connection.saving).toBe('saving');
  });

  it('keeps what is written offline on the device, and saves it when it is back', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.reachable = false;
    server.socket.drop(1006);
    expect(connection.saving).toBe('offline');
    type(connection, 'On the train.');
    expect(connection.saving).toBe('unsaved');
    expect(connection.onlyHere).toBe(true);
    await until(() => expect(connection.kept).toBe(true));
    expect(connection.onlyHere).toBe(false);
    server.reachable = true;
    await until(() => expect(connection.saving).toBe('saved'));
    expect(text(server.doc)).toBe('Once. On the train.');
    await until(() => expect(device.copies.size).toBe(0));
  });

  it('says so when the device cannot keep anything', async () => {
    device.broken = true;
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.reachable = false;
    server.socket.drop(1006);
    type(connection, 'Lost?');
    await until(() => expect(device.tries).toBeGreaterThan(0));
    expect(connection.kept).toBe(false);
    expect(connection.onlyHere).toBe(true);
  });

  it('puts a copy back into the document it belongs to', async () => {
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(server.doc));
    other.getText('t').insert(6, 'Kept.');
    const update = Y.encodeStateAsUpdate(other);
    device.copies.set('k', { key: 'k', person: 'p1', story: 's1', document: 'd1', generation: 1, schema: 1, update, at: 1 });
    const onRestored = vi.fn();
    const connection = connect({ onRestored });
    await until(() => expect(text(server.doc)).toBe('Once. Kept.'));
    expect(onRestored).toHaveBeenCalledOnce();
    await until(() => expect(connection.saving).toBe('saved'));
    await until(() => expect(device.copies.size).toBe(0));
  });

  it('never merges a copy of another generation or a newer schema, and keeps it until it has been seen', async () => {
    const update = Y.encodeStateAsUpdate(server.doc);
    const copy = { person: 'p1', story: 's1', document: 'd1', update, at: 1 };
    device.copies.set('g', { ...copy, key: 'g', generation: 0, schema: 1 });
    device.copies.set('s', { ...copy, key: 's', generation: 1, schema: 2 });
    const connection = connect();
    await until(() => expect(connection.strays.map((stray) => stray.key)).toEqual(['g', 's']));
    expect(text(connection.doc)).toBe('Once. ');
    await connection.dropStray(connection.strays[0]!);
    expect([...device.copies.keys()]).toEqual(['s']);
  });

  it('puts back what a page of an older schema kept: all of it is still known', async () => {
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(server.doc));
    other.getText('t').insert(6, 'Kept before.');
    const update = Y.encodeStateAsUpdate(other);
    device.copies.set('k', { key: 'k', person: 'p1', story: 's1', document: 'd1', generation: 1, schema: 1, update, at: 1 });
    connect({ schema: 2 });
    await until(() => expect(text(server.doc)).toBe('Once. Kept before.'));
  });

  it('does not show one person what another kept', async () => {
    const update = Y.encodeStateAsUpdate(server.doc);
    device.copies.set('x', { key: 'x', person: 'p2', story: 's1', document: 'd1', generation: 0, schema: 1, update, at: 1 });
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    await until(() => expect(device.looks).toBe(1));
    expect(connection.strays).toEqual([]);
    expect(device.copies.size).toBe(1);
  });

  it.each([
    [4401, 'signed-out'],
    [4403, 'not-allowed'],
    [4404, 'not-there'],
    [4409, 'changed']
  ])('takes %i for the end, and keeps what was not saved', async (code, ending) => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.stores = false;
    type(connection, 'Last words.');
    server.socket.drop(code);
    expect(connection.ending).toBe(ending);
    expect(connection.saving).toBe('ended');
    expect(connection.unsaved).toBe(true);
    await until(() => expect(device.copies.size).toBe(1));
    expect(server.sockets).toEqual([]);
  });

  it('comes back after a restart, and after signing in again', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.socket.drop(1012);
    await until(() => expect(connection.saving).toBe('saved'));
    server.socket.drop(4401);
    connection.tryAgain();
    await until(() => expect(connection.saving).toBe('saved'));
    expect(connection.ending).toBeUndefined();
  });

  it('passes news on', async () => {
    const onNews = vi.fn();
    const connection = connect({ onNews });
    await until(() => expect(connection.saving).toBe('saved'));
    server.socket.tell((encoder) => encoder.cbuf[encoder.cpos++] = 3);
    await until(() => expect(onNews).toHaveBeenCalledOnce());
  });

  it('gives the last words a moment to arrive when the page is left', async () => {
    const connection = connect();
    await until(() => expect(connection.saving).toBe('saved'));
    server.stores = false;
    type(connection, 'And out.');
    const closed = connection.close();
    await new Promise((resolve) => setTimeout(resolve, 5));
    server.storeAll();
    await closed;
    expect(text(server.doc)).toBe('Once. And out.');
    await until(() => expect(device.copies.size).toBe(0));
  });
});
