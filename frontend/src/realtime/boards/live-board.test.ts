import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeBoard } from './fake-board.ts';
import { type BoardEvent, LiveBoard } from './live-board.svelte.ts';
import type { CommandWithoutId } from './types.ts';

let server: FakeBoard;
let board: LiveBoard;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeBoard();
  vi.stubGlobal('WebSocket', server.Socket);
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(() => {
  board.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const settled = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

async function opened(options = {}): Promise<LiveBoard> {
  board = new LiveBoard('7', options);
  await settled(1);
  return board;
}

const aCard = (text = 'Time to plan'): CommandWithoutId & { do: 'card.add'; card: string } => ({
  do: 'card.add',
  card: crypto.randomUUID(),
  column: 'works',
  text
});

const state = () => [board.saving.state, board.saving.waiting];

it('fetches the board and then follows it from there', async () => {
  await opened();
  expect(server.called).toEqual(['/api/boards/7', `ws://localhost:3000/ws/boards/7?since=${server.board.seq}`]);
  expect(board.status).toBe('live');
  expect(board.head?.title).toBe(server.board.board.title);
  expect(board.me).toBe(server.me);
  server.change({ board: { locked: true } });
  await settled();
  expect(board.head?.locked).toBe(true);
});

it('shows a card at once, and says that it is saved when the server has it', async () => {
  await opened();
  server.answers = false;
  const card = aCard();
  const outcome = board.do(card);
  expect(board.cards.get(card.card)?.text).toBe('Time to plan');
  expect(state()).toEqual(['saving', 1]);
  await settled();
  expect(state()).toEqual(['saving', 1]);
  const [sent] = server.asked;
  server.tell({ ack: sent!.id, seq: server.done.get(sent!.id)! });
  await settled();
  expect(state()).toEqual(['saved', 0]);
  expect(await outcome).toMatchObject({ done: true });
});

it('takes back what is refused, says why, and keeps the words', async () => {
  await opened();
  const before = [...board.cards.keys()];
  server.refuse = () => ({ title: 'No', status: 403, detail: 'People are voting.' });
  const outcome = board.do(aCard('Unheard'));
  expect(board.cards.size).toBe(before.length + 1);
  await settled();
  expect([...board.cards.keys()]).toEqual(before);
  expect(await outcome).toMatchObject({ done: false, problem: { detail: 'People are voting.' } });
  expect(board.refused).toMatchObject([{ command: { text: 'Unheard' }, problem: { status: 403 } }]);
  board.dismiss(0);
  expect(board.refused).toEqual([]);
});

it('keeps what others did when its own change is taken back', async () => {
  await opened();
  const [id] = board.cards.keys() as unknown as [string];
  server.answers = false;
  void board.do({ do: 'card.edit', card: id, text: 'Mine' });
  await settled();
  server.change({ cards: { [id]: { text: 'Theirs', school: 7 } } });
  await settled();
  expect(board.cards.get(id)).toMatchObject({ text: 'Mine', school: 7 });
  server.tell({ nack: server.asked[0]!.id, problem: { title: 'No', status: 403 } });
  await settled();
  expect(board.cards.get(id)).toMatchObject({ text: 'Theirs', school: 7 });
});

it('sends what was done offline once it is back, in order and under the same ids, and it is done once', async () => {
  await opened();
  const first = aCard('First');
  server.answers = false;
  void board.do(first);
  await settled();
  const [sent] = server.asked;
  server.reachable = false;
  server.socket.drop(1006);
  await settled(3_000);
  expect(board.status).toBe('reconnecting');
  void board.do({ do: 'card.edit', card: first.card, text: 'Second thought' });
  expect(state()).toEqual(['offline', 2]);
  expect(board.cards.get(first.card)?.text).toBe('Second thought');
  server.reachable = server.answers = true;
  dispatchEvent(new Event('online'));
  await settled(10);
  expect(state()).toEqual(['saved', 0]);
  expect(server.asked.map(({ do: what }) => what)).toEqual(['card.add', 'card.add', 'card.edit']);
  expect(server.asked[1]!.id).toBe(sent!.id);
  expect(server.done.size).toBe(2);
  expect(server.board.cards[first.card]?.text).toBe('Second thought');
});

it('does not steer a meeting minutes later', async () => {
  await opened();
  server.reachable = false;
  server.socket.drop(1006);
  const outcome = board.do({ do: 'timer.set', seconds: 300 });
  expect(board.head?.timer?.ends_at).toBeTruthy();
  // It will not be sent when the connection is back: nothing may promise that.
  expect(board.saving.waiting).toBe(0);
  await settled(11_000);
  expect(await outcome).toMatchObject({ done: false, problem: { title: 'You are not connected' } });
  expect(board.saving.waiting).toBe(0);
  server.reachable = true;
  dispatchEvent(new Event('online'));
  await settled(100);
  expect(server.asked).toEqual([]);
});

it('says nothing of a connection that is back in a moment', async () => {
  await opened();
  const said: string[] = [];
  server.socket.drop(1012);
  for (let ms = 0; ms < 1_000; ms += 100) {
    said.push(board.saving.state, board.status);
    await settled(100);
  }
  expect(new Set(said)).toEqual(new Set(['saved', 'live']));
  expect(server.sockets).toHaveLength(1);
});

it('is offline the moment that the device says so', async () => {
  await opened();
  dispatchEvent(new Event('offline'));
  expect([board.status, ...state()]).toEqual(['reconnecting', 'offline', 0]);
  expect(board.here).toEqual([]);
});

it('goes on by events and POST after two sockets that did not get through', async () => {
  server.socketsGoThrough = false;
  await opened();
  await settled(3_000);
  expect(server.called.filter((url) => url.startsWith('ws'))).toHaveLength(2);
  expect(board.status).toBe('live');
  expect(board.byEvents).toBe(true);
  const card = aCard();
  const outcome = board.do(card);
  await settled(10);
  expect(await outcome).toMatchObject({ done: true });
  expect(state()).toEqual(['saved', 0]);
  expect(server.board.cards[card.card]).toBeDefined();
  server.change({ board: { locked: true } });
  await settled(10);
  expect(board.head?.locked).toBe(true);
});

it('tries the socket again later, and changes over without a gap', async () => {
  server.socketsGoThrough = false;
  await opened();
  await settled(3_000);
  server.socketsGoThrough = true;
  // Networks that block sockets often cut long answers too: that must not put off the next trial.
  for (let minutes = 0; minutes < 2; minutes += 0.5) {
    server.streams[0]?.cut();
    await settled(30_000);
    server.tell({ now: server.time });
  }
  expect(server.streams).toHaveLength(0);
  expect(server.sockets).toHaveLength(1);
  expect(board.byEvents).toBe(false);
  expect(board.status).toBe('live');
  const card = aCard();
  void board.do(card);
  await settled(1);
  expect(state()).toEqual(['saved', 0]);
});

it('takes a stream that is cut for lost, and asks for what it missed', async () => {
  server.socketsGoThrough = false;
  await opened();
  await settled(3_000);
  const known = server.board.seq;
  server.streams[0]!.cut();
  server.streams = [];
  server.change({ board: { locked: true } });
  await settled(3_000);
  expect(board.head?.locked).toBe(true);
  expect(server.called.filter((url) => url.includes('/events')).pop()).toContain(`since=${known}`);
});

it('refuses to believe an event out of turn', async () => {
  await opened();
  server.tell({ seq: server.board.seq + 5, kind: 'changed', patch: { board: { locked: true } } });
  await settled();
  expect(board.head?.locked).toBe(false);
  await settled(1_000);
  expect(server.called.filter((url) => url.startsWith('ws'))).toHaveLength(2);
});

it('notices when nothing is heard any more', async () => {
  await opened();
  await settled(41_000);
  expect(server.called.filter((url) => url.startsWith('ws')).length).toBeGreaterThan(1);
});

it.each([
  [4401, 'signed-out'],
  [4403, 'not-allowed'],
  [4404, 'not-there']
])('takes %i for an answer', async (code, ending) => {
  await opened();
  server.closes = { code, reason: 'Because.' };
  server.socket.drop(code, 'Because.');
  await settled(60_000);
  expect([board.status, board.ending, board.endingWords]).toEqual(['ended-for-us', ending, 'Because.']);
  expect(server.called.filter((url) => url.startsWith('ws'))).toHaveLength(1);
});

it('is not there for who may not even look', async () => {
  server.closes = { code: 4404, reason: 'There is nothing here for you.' };
  await opened();
  expect([board.status, board.ending]).toEqual(['ended-for-us', 'not-there']);
  expect(server.called).toEqual(['/api/boards/7']);
});

it('explains what can never be sent any more', async () => {
  await opened();
  server.answers = false;
  server.refuse = () => undefined;
  const outcome = board.do(aCard('Too late'));
  await settled();
  server.socket.drop(4403, 'The facilitator has removed you from this meeting.');
  expect(await outcome).toMatchObject({ done: false });
  expect(board.refused).toMatchObject([{ command: { text: 'Too late' } }]);
});

it('counts dots once, however often they are on their way', async () => {
  server.board = {
    ...server.board,
    board: { ...server.board.board, stage: 3 },
    votes: { open: true, stage: 'vote', round: 2, mine: {}, left: 3, totals: {} }
  };
  await opened();
  const target = Object.entries(server.board.cards).find(([, card]) => card.group === null)![0];
  server.answers = false;
  void board.do({ do: 'vote.put', target });
  void board.do({ do: 'vote.put', target });
  expect(board.votes).toMatchObject({ mine: { [target]: 2 }, left: 1 });
  server.tell({ seq: server.board.seq + 1, kind: 'vote', patch: { votes: { mine: { [target]: 1 }, left: 2 } } });
  await settled();
  expect(board.votes).toMatchObject({ mine: { [target]: 2 }, left: 1 });
});

it('tells of changes, and which were its own', async () => {
  await opened();
  const heard: BoardEvent[] = [];
  const stop = board.onEvent((event) => heard.push(event));
  server.change({ board: { locked: true } }, 'lock');
  void board.do(aCard());
  await settled();
  expect(heard.map(({ kind, own }) => [kind, own])).toEqual([
    ['lock', false],
    ['card.add', true]
  ]);
  stop();
  server.change({ board: { locked: false } }, 'lock');
  await settled();
  expect(heard).toHaveLength(2);
});

it('raises a hand at once', async () => {
  await opened();
  void board.do({ do: 'me.hand', on: true });
  expect(board.hands).toEqual([server.me]);
  await settled();
  expect(board.hands).toEqual([server.me]);
  expect(board.saving.waiting).toBe(0);
});

it('says so when a hand did not get there', async () => {
  await opened();
  server.reachable = false;
  server.socket.drop(1006);
  void board.do({ do: 'me.hand', on: true });
  await settled(11_000);
  expect(board.hands).toEqual([]);
  expect(board.refused).toMatchObject([{ command: { do: 'me.hand' }, problem: { title: 'You are not connected' } }]);
});

it('goes by the clock of the server', async () => {
  await opened();
  expect(board.now() - server.time).toBeLessThan(50);
  await settled(1_000);
  expect(Math.abs(board.now() - server.time - 1_000)).toBeLessThan(50);
  server.tell({ now: server.time + 1_500 });
  await settled();
  expect(Math.abs(board.now() - server.time - 1_500)).toBeLessThan(50);
});

it('knows who facilitates, also after a handover', async () => {
  await opened();
  expect(board.facilitates).toBe(false);
  server.change({ board: { facilitator: server.me } });
  await settled();
  expect(board.facilitates).toBe(true);
});

it('asks as the wall', async () => {
  await opened({ wall: true });
  expect(server.called).toEqual([
    '/api/boards/7?view=wall',
    `ws://localhost:3000/ws/boards/7?since=${server.board.seq}&view=wall`
  ]);
});
