import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ClusterPresence, presenceAddress } from './cluster-presence.svelte.ts';

class Socket {
  static all: Socket[] = [];
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;

  constructor(readonly address: string) {
    Socket.all.push(this);
  }

  tell(what: unknown) {
    this.onmessage?.({ data: typeof what === 'string' ? what : JSON.stringify(what) });
  }

  close(code = 1000) {
    this.onclose?.({ code });
  }

  static get last(): Socket {
    const socket = Socket.all.at(-1);
    if (!socket) throw new Error('nothing was connected');
    return socket;
  }
}

const marsh = { id: '1', name: 'A. Marsh' };
const okoro = { id: '2', name: 'J. Okoro' };
const onNews = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  Socket.all = [];
  onNews.mockReset();
  vi.stubGlobal('WebSocket', Socket);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const open = () => new ClusterPresence('ws://here/ws/clusters/fenside', onNews);
const names = (presence: ClusterPresence) => presence.here.map((person) => person.name);

it('follows who comes and goes', () => {
  const presence = open();
  Socket.last.tell({ here: [marsh] });
  Socket.last.tell({ joined: okoro });
  Socket.last.tell({ joined: okoro });
  expect(names(presence)).toEqual(['A. Marsh', 'J. Okoro']);
  Socket.last.tell({ left: marsh });
  expect(names(presence)).toEqual(['J. Okoro']);
});

it('passes hints on, and overlooks what it cannot read', () => {
  open();
  Socket.last.tell('not json');
  Socket.last.tell({ news: 'stories' });
  expect(onNews.mock.calls).toEqual([['stories']]);
});

it('shows nobody while the connection is gone, and then takes everything as changed', () => {
  const presence = open();
  Socket.last.tell({ here: [marsh] });
  Socket.last.close(1006);
  expect(presence.here).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(Socket.all).toHaveLength(2);
  Socket.last.tell({ here: [marsh, okoro] });
  expect(onNews).toHaveBeenCalledWith('everything');
  expect(names(presence)).toHaveLength(2);
});

it.each([4401, 4403, 4404])('takes %i for an answer', (code) => {
  open();
  Socket.last.close(code);
  vi.advanceTimersByTime(600_000);
  expect(Socket.all).toHaveLength(1);
});

it('tries less and less often, but never gives up', () => {
  open();
  for (let attempt = 0; attempt < 20; attempt++) {
    Socket.last.close(1006);
    vi.advanceTimersByTime(30_000);
  }
  expect(Socket.all).toHaveLength(21);
});

it('stays away once the page has been left', () => {
  const presence = open();
  Socket.last.tell({ here: [marsh] });
  presence.close();
  vi.advanceTimersByTime(600_000);
  expect(Socket.all).toHaveLength(1);
  expect(presence.here).toEqual([]);
});

it('is asked for where the page came from', () => {
  expect(presenceAddress('a b', { protocol: 'https:', host: 'mobilise.example' })).toBe(
    'wss://mobilise.example/ws/clusters/a%20b'
  );
});
