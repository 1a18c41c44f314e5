import { capital, inWords } from './counts.ts';

/** An event as the board passes it on; only what is told of it matters here. */
export interface Happened {
  kind: string;
  own: boolean;
  patch: Record<string, Record<string, unknown>>;
}

export interface Telling {
  name: (id: string) => string | undefined;
  me: string | null;
  facilitates: boolean;
  stageTitle: (index: number) => string;
  /** What to do in the stage that the board is in now. */
  doNow: () => string;
  topic: (id: string) => string | undefined;
}

const get = (happened: Happened, part: string, key: string): unknown => happened.patch[part]?.[key];
const has = (happened: Happened, part: string, key: string): boolean =>
  Object.hasOwn(happened.patch[part] ?? {}, key);

/** Who has come with this event. */
export function joined(happened: Happened, me: string | null): string[] {
  if (happened.kind !== 'joined') return [];
  return Object.entries(happened.patch.people ?? {}).flatMap(([id, person]) => {
    const name = (person as { name?: unknown } | null)?.name;
    return id !== me && typeof name === 'string' ? [name] : [];
  });
}

/** What to say of an event to somebody who listens: the changes of the meeting, not each card. */
export function tell(happened: Happened, telling: Telling): string[] {
  const said: string[] = [];
  const board = happened.patch.board ?? {};
  if (typeof board.stage === 'number') said.push(`Now: ${telling.stageTitle(board.stage)}.`, telling.doNow());
  const shown = Object.values(happened.patch.cards ?? {}).filter(
    (card) => (card as { text?: unknown } | null)?.text !== undefined
  ).length;
  if (shown > 0 && typeof board.stage === 'number') {
    said.push(`${capital(inWords(shown, 'card is', 'cards are'))} now shown to everybody.`);
  }
  if (get(happened, 'votes', 'open') === false && typeof board.stage === 'number') {
    said.push('Voting is closed; the totals show.');
  }
  if (has(happened, 'board', 'speaker')) {
    const id = board.speaker;
    if (id === telling.me && id !== null) said.push('You have the floor.');
    else if (typeof id === 'string') said.push(`${telling.name(id) ?? 'Somebody'} has the floor.`);
  }
  if (has(happened, 'board', 'focus') && typeof board.focus === 'string') {
    const topic = telling.topic(board.focus);
    if (topic) said.push(`Now discussing: ${topic}.`);
  }
  if (has(happened, 'board', 'locked')) {
    said.push(board.locked ? 'The facilitator has locked the board for a moment.' : 'The board is open again.');
  }
  if (typeof board.facilitator === 'string' && happened.kind !== 'joined') {
    said.push(
      board.facilitator === telling.me
        ? 'You facilitate this meeting now.'
        : `${telling.name(board.facilitator) ?? 'Somebody else'} facilitates now.`
    );
  }
  if (board.state === 'ended') said.push('The meeting has ended.');
  if (board.state === 'open') said.push('The meeting is open.');
  return said.filter(Boolean);
}
