import { describe, expect, it, vi } from 'vitest';
import { ApiProblem, type Schema } from '#api/client.ts';
import { Uploads } from './uploads.svelte.ts';

type UploadView = Schema['UploadView'];
const PART = 4;

/** A server that keeps what it is sent, and loses connections as a test wants. */
class Server {
  stored = '';
  begun: { name: string; replaces?: string; entry?: string }[] = [];
  ended: string[] = [];
  /** What happens at the next calls, in order: nothing, or the problem, before or after it is stored. */
  troubles: ('' | 'before' | 'after' | ApiProblem)[] = [];
  refused = '';
  #size = 0;
  #name = '';

  view = (): UploadView => ({
    id: 'up',
    name: this.#name,
    size: this.#size,
    received: this.stored.length,
    part_bytes: PART,
    expires_at: '2026-11-30T00:00:00Z',
    entry: null,
    file: this.#size > 0 && this.stored.length === this.#size && !this.refused ? ({ id: 'file' } as Schema['FileView']) : null,
    refused: this.stored.length === this.#size ? this.refused : ''
  });

  #trouble(when: 'before' | 'after') {
    const next = this.troubles[0];
    if (next === undefined || next === '') {
      if (when === 'after') this.troubles.shift();
      return;
    }
    if (next instanceof ApiProblem ? when === 'before' : next === when) {
      this.troubles.shift();
      throw next instanceof ApiProblem ? next : new ApiProblem({ status: 0, title: 'Offline' });
    }
  }

  beginUpload = async (_story: string, body: { name: string; size: number; replaces?: string; entry?: string }) => {
    this.#trouble('before');
    this.begun.push(body);
    this.#name = body.name;
    this.#size = body.size;
    this.stored = '';
    return this.view();
  };

  fetchUpload = async () => {
    this.#trouble('before');
    return this.view();
  };

  sendPart = async (_id: string, offset: number, bytes: ArrayBuffer) => {
    this.#trouble('before');
    if (offset !== this.stored.length) throw new ApiProblem({ status: 409, title: 'Elsewhere' });
    this.stored += new TextDecoder().decode(bytes);
    this.#trouble('after');
    return this.view();
  };

  endUpload = async (id: string) => void this.ended.push(id);
}

const made = (name: string, text: string) => new File([text], name);
const text = 'Ten minutes before the bell';

function start(server = new Server(), entry?: string) {
  const come: string[] = [];
  const uploads = new Uploads('story', entry, server, (view) => come.push(view.name), async () => undefined);
  return { server, uploads, come };
}

describe('files on their way up', () => {
  it('sends them in parts, one after another', async () => {
    const { server, uploads, come } = start(new Server(), 'entry');
    uploads.add([made('a.txt', text), made('b.txt', 'short')], 'old');
    expect(uploads.busy).toBe(true);
    await vi.waitFor(() => expect(come).toEqual(['a.txt', 'b.txt']));
    expect(server.stored).toBe('short');
    expect(server.begun).toMatchObject([
      { name: 'a.txt', replaces: 'old', entry: 'entry' },
      { name: 'b.txt', replaces: 'old', entry: 'entry' }
    ]);
    expect(uploads.list).toEqual([]);
    expect(uploads.busy).toBe(false);
  });

  it('goes on after the connection was lost, wherever that was, and sends nothing twice', async () => {
    const { server, uploads, come } = start();
    // Lost before a part arrived, then after it did but before we heard; and while asking how much there is.
    server.troubles = ['', 'before', 'before', '', '', 'after', '', 'before'];
    uploads.add([made('a.txt', text)]);
    await vi.waitFor(() => expect(come).toEqual(['a.txt']));
    expect(server.stored).toBe(text);
    expect(server.begun).toHaveLength(1);
  });

  it('asks where to go on when the server has another offset', async () => {
    const { server, uploads, come } = start();
    server.troubles = ['', new ApiProblem({ status: 409, title: 'Elsewhere' })];
    uploads.add([made('a.txt', text)]);
    await vi.waitFor(() => expect(come).toEqual(['a.txt']));
    expect(server.stored).toBe(text);
  });

  it('says why a file is not taken, and takes the next', async () => {
    const { server, uploads, come } = start();
    server.refused = 'It is a web page, and not a PDF.';
    uploads.add([made('a.pdf', text)]);
    await vi.waitFor(() => expect(uploads.list[0]?.standing).toBe('failed'));
    expect(uploads.list[0]?.problem?.advice).toBe('It is a web page, and not a PDF.');
    // The same file would be refused again.
    expect(uploads.list[0]?.again).toBeFalsy();
    server.refused = '';
    uploads.add([made('b.txt', text)]);
    await vi.waitFor(() => expect(come).toEqual(['b.txt']));
    uploads.retry(uploads.list[0]?.key ?? '');
    await vi.waitFor(() => expect(come).toEqual(['b.txt', 'a.pdf']));
  });

  it('gives up what does not pass, with the words of the server', async () => {
    const { server, uploads } = start();
    server.troubles = [new ApiProblem({ status: 422, title: 'Too large', detail: 'A file may have 50 MB at most.' })];
    uploads.add([made('a.txt', text)]);
    await vi.waitFor(() => expect(uploads.list[0]?.problem?.advice).toBe('A file may have 50 MB at most.'));
    server.troubles = ['', ...Array.from({ length: 30 }, () => new ApiProblem({ status: 503, title: 'Busy' }))];
    uploads.add([made('b.txt', text)]);
    await vi.waitFor(() => expect(uploads.list[1]?.problem?.title).toBe('Busy'));
    expect(uploads.list.map(({ again }) => again)).toEqual([false, true]);
  });

  it('offers to go on after the page was loaded again, with the same file only', async () => {
    const { server, uploads, come } = start();
    const before = start(server);
    server.troubles = ['', '', '', new ApiProblem({ status: 422, title: 'Gone' })];
    before.uploads.add([made('a.txt', text)]);
    await vi.waitFor(() => expect(before.uploads.list[0]?.standing).toBe('failed'));
    before.uploads.close();
    const stored = server.stored.length;
    expect(stored).toBeGreaterThan(0);

    uploads.known([server.view()]);
    uploads.known([server.view()]);
    expect(uploads.list).toMatchObject([{ name: 'a.txt', received: stored, standing: 'lost' }]);
    expect(uploads.busy).toBe(false);
    expect(uploads.resume(uploads.list[0]?.key ?? '', made('a.txt', 'another'))).toBe(false);
    uploads.add([made('a.txt', text)]);
    await vi.waitFor(() => expect(come).toEqual(['a.txt']));
    expect(server.stored).toBe(text);
    expect(server.begun).toHaveLength(1);
  });

  it('says that a file is being checked while the answer to its last part is awaited', async () => {
    const { server, uploads, come } = start();
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    const send = server.sendPart;
    const standings: (string | undefined)[] = [];
    server.sendPart = async (...args) => {
      standings.push(uploads.list[0]?.standing);
      if (args[1] + PART >= text.length) await held;
      return send(...args);
    };
    uploads.add([made('a.txt', text)]);
    await vi.waitFor(() => expect(uploads.list[0]?.standing).toBe('checking'));
    expect(standings.slice(0, -1)).toEqual(standings.slice(0, -1).map(() => 'sending'));
    go();
    await vi.waitFor(() => expect(come).toEqual(['a.txt']));
  });

  it('stops what is cancelled, and tells the server', async () => {
    const { server, uploads, come } = start();
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    const send = server.sendPart;
    server.sendPart = async (...args) => {
      await held;
      return send(...args);
    };
    uploads.add([made('a.txt', text)]);
    await vi.waitFor(() => expect(uploads.list[0]?.standing).toBe('sending'));
    await vi.waitFor(() => expect(server.begun).toHaveLength(1));
    await uploads.cancel(uploads.list[0]?.key ?? '');
    go();
    expect(server.ended).toEqual(['up']);
    expect(uploads.list).toEqual([]);
    expect(come).toEqual([]);
  });
});
