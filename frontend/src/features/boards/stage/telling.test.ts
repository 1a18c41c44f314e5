import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { explain } from './refusals.ts';
import { Speaker } from './speaker.ts';
import { type Happened, joined, tell, type Telling } from './telling.ts';

const telling: Telling = {
  name: (id) => ({ p1: 'A. Marsh', p2: 'J. Okoro' })[id],
  me: 'p1',
  facilitates: false,
  stageTitle: (index) => ['Write', 'Vote', 'Discuss'][index] ?? '',
  doNow: () => 'Three dots each.',
  topic: () => 'No time to talk'
};
const happened = (kind: string, patch: Happened['patch']): Happened => ({ kind, own: false, patch });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says a new stage, what to do in it, and how many cards came to light', () => {
  const cards = { c1: { text: 'One' }, c2: { text: 'Two' }, c3: { mine: true } };
  expect(tell(happened('stage', { board: { stage: 1 }, cards }), telling)).toEqual([
    'Now: Vote.',
    'Three dots each.',
    'Two cards are now shown to everybody.'
  ]);
});

it('says that a vote closed, who has the floor, and what is discussed', () => {
  expect(tell(happened('stage', { board: { stage: 2 }, votes: { open: false } }), telling)).toContain(
    'Voting is closed; the totals show.'
  );
  expect(tell(happened('floor', { board: { speaker: 'p1' } }), telling)).toEqual(['You have the floor.']);
  expect(tell(happened('floor', { board: { speaker: 'p2' } }), telling)).toEqual(['J. Okoro has the floor.']);
  expect(tell(happened('focus', { board: { focus: 'c1' } }), telling)).toEqual(['Now discussing: No time to talk.']);
});

it('is silent about single cards, dots and hidden counts', () => {
  expect(tell(happened('card.added', { cards: { c1: { text: 'One' } } }), telling)).toEqual([]);
  expect(tell(happened('hidden', { hidden: { works: 3 } }), telling)).toEqual([]);
  expect(tell(happened('vote.put', { votes: { left: 1 } }), telling)).toEqual([]);
});

it('names those who come within a few seconds together, and never oneself', () => {
  const said: string[] = [];
  const speaker = new Speaker((words) => said.push(words));
  const come = (id: string, name: string) =>
    joined(happened('joined', { people: { [id]: { name } } }), 'p1').forEach((one) => speaker.joined(one));
  come('p1', 'A. Marsh');
  come('p2', 'J. Okoro');
  vi.advanceTimersByTime(1000);
  come('p3', 'R. Bell');
  expect(said).toEqual([]);
  vi.advanceTimersByTime(5000);
  expect(said).toEqual(['J. Okoro and R. Bell have come.']);
});

it('makes one announcement of what happens at once, and each line only once', () => {
  const said: string[] = [];
  const speaker = new Speaker((words) => said.push(words));
  speaker.say('Now: Vote.');
  speaker.say('Three dots each.');
  speaker.say('Now: Vote.');
  vi.advanceTimersByTime(1000);
  expect(said).toEqual(['Now: Vote. Three dots each.']);
  speaker.say('Time is up.');
  speaker.stop();
  vi.advanceTimersByTime(1000);
  expect(said).toHaveLength(1);
});

it('explains a change that was not kept and hands back what was written', () => {
  expect(
    explain({
      command: { do: 'card.add', text: 'A thought' },
      problem: { title: 'Conflict', detail: 'The facilitator has locked the board for a moment.' }
    })
  ).toEqual({
    title: 'Your card was not added',
    why: 'The facilitator has locked the board for a moment.',
    words: 'A thought'
  });
  expect(explain({ command: { do: 'vote.put' }, problem: { title: 'No dots left' } })).toEqual({
    title: 'Your dot did not count',
    why: 'No dots left',
    words: ''
  });
});
