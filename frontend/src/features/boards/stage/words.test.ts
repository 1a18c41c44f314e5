import { expect, it } from 'vitest';
import { inWords, names } from './counts.ts';
import { panesOf } from './panes.ts';
import { advice, cannotUndo, endingWords, readiness, said, savingWords, type StageKind, type Where } from './words.ts';

const where = (kind: StageKind, more: Partial<Where> = {}, stage: Partial<Where['stage']> = {}): Where => ({
  stage: { kind, title: 'Stage', dots: 3, dots_per_card: null, silent: 'nobody', per_topic_minutes: null, ...stage },
  anonymous: false,
  looking: false,
  facilitates: false,
  presenter: undefined,
  topic: undefined,
  dotsLeft: 3,
  ...more
});

it('says while people write who sees what, and what becomes of it', () => {
  expect(said(where('write')).secret).toBe(
    'Only you see your cards until the facilitator moves on; then everybody reads them, with your name.'
  );
  const anonymous = said(where('write', { anonymous: true })).secret;
  expect(anonymous).toContain('Only you see your cards until the facilitator moves on.');
  expect(anonymous).toContain(
    'Until the meeting ends the server could link a card to you; afterwards nobody can.'
  );
  expect(anonymous).not.toContain('with your name');
});

it('says during a vote how many dots there are, how many are left, and that nobody sees them', () => {
  const { now, how, secret } = said(where('vote', { dotsLeft: 1 }, { dots_per_card: 2 }));
  expect(now).toBe('Three dots each.');
  expect(how).toBe('At most two dots on one card. You have 1 left.');
  expect(secret).toBe('Nobody sees where you put yours; only totals show when voting closes.');
  expect(said(where('vote', { dotsLeft: 0 })).how).toContain('still take one back');
});

it('tells each what is theirs in a protocol', () => {
  const me = { name: 'J. Okoro', me: true };
  const other = { name: 'J. Okoro', me: false };
  const quiet = 'You are listening in this stage.';
  expect(said(where('talk', { presenter: me }, { silent: 'presenter' })).now).toBe(quiet);
  expect(said(where('talk', { presenter: other }, { silent: 'presenter' })).now).toBe(
    'J. Okoro is listening in this stage.'
  );
  expect(said(where('talk', { presenter: other }, { silent: 'others' })).now).toBe(quiet);
  expect(said(where('talk', { presenter: me }, { silent: 'others' })).now).toBe('You have the floor.');
  expect(said(where('talk', { presenter: other, looking: true }, { silent: 'others' })).now).toBe('J. Okoro speaks.');
  for (const silent of ['presenter', 'others'] as const) {
    expect(said(where('talk', {}, { silent })).now).toBe('One of you presents.');
  }
});

it('speaks to who only looks without "you"', () => {
  for (const kind of ['talk', 'write', 'sort', 'vote', 'discuss', 'commit'] as const) {
    const { now, how, secret } = said(where(kind, { looking: true, topic: 'Time' }));
    expect(`${now} ${how} ${secret}`).not.toMatch(/\byou\b/i);
  }
});

it('names the button that goes on in its advice to the facilitator', () => {
  expect(advice(where('write'), 'Vote')).toContain('“Next: Vote” shows all cards to everybody, for good.');
  expect(advice(where('commit'), undefined)).toContain('“End the meeting”');
  expect(advice(where('talk', {}, { silent: 'others' }), 'Debrief')).toContain('Choose who presents');
});

it('asks only before what cannot be taken back', () => {
  const calm = { hidden: 0, ready: 0, here: 4, voted: false };
  expect(cannotUndo('sort', 'vote', calm)).toBe('');
  expect(cannotUndo('write', 'sort', calm)).toBe('');
  expect(cannotUndo('write', 'sort', { ...calm, hidden: 5, ready: 4 })).toBe('');
  expect(cannotUndo('write', 'sort', { ...calm, hidden: 5, ready: 3 })).toBe(
    'Five cards are shown to everybody then, for good. One person has not said that they are ready.'
  );
  expect(cannotUndo('write', 'sort', { ...calm, hidden: 5, here: 0 })).toBe(
    'Five cards are shown to everybody then, for good.'
  );
  expect(cannotUndo('discuss', 'vote', { ...calm, voted: true })).toMatch(/begins again .* unless nobody gave a dot\.$/);
});

it('explains what ending does with what nobody has seen', () => {
  const calm = { hidden: 0, anonymous: false, voting: false, openActions: 0 };
  expect(endingWords(calm).join(' ')).not.toContain('card');
  expect(endingWords({ ...calm, hidden: 2 }).at(-1)).toBe(
    '2 cards have not been shown to everybody. Each stays for whoever wrote it, and for nobody else.'
  );
  expect(endingWords({ ...calm, hidden: 1, anonymous: true }).at(-1)).toBe(
    '1 card has not been shown to everybody. It is deleted: nobody could ever read it again.'
  );
  expect(endingWords({ ...calm, voting: true, openActions: 1 })).toEqual(
    expect.arrayContaining([
      'The vote closes, and its totals show.',
      'One open action comes back at the next meeting.'
    ])
  );
});

it('says how far people are and what is saved', () => {
  expect(readiness(8, 12)).toBe('8 of 12 ready');
  expect(readiness(12, 12)).toBe('Everybody is ready');
  expect(readiness(0, 0)).toBe('');
  expect(savingWords({ state: 'offline', waiting: 3 })).toBe('Offline, 3 changes waiting');
  expect(savingWords({ state: 'offline', waiting: 1 })).toBe('Offline, 1 change waiting');
  expect(savingWords({ state: 'saved', waiting: 0 })).toBe('Saved');
});

it('puts numbers and names into sentences', () => {
  expect(inWords(3, 'dot')).toBe('three dots');
  expect(inWords(12, 'dot')).toBe('12 dots');
  expect(names(['A'])).toBe('A');
  expect(names(['A', 'B', 'C'])).toBe('A, B and C');
  expect(names(['A', 'B', 'C', 'D', 'E'])).toBe('A, B and 3 others');
});

it('shows first what a stage is for, and beside it what one writes down meanwhile', () => {
  expect(panesOf('discuss', 'open', true)).toEqual({ tabs: ['topics', 'cards'], aside: 'agreed' });
  expect(panesOf('commit', 'open', false).tabs[0]).toBe('agreed');
  expect(panesOf('write', 'open', true).tabs[0]).toBe('cards');
  expect(panesOf('write', 'ended', true).tabs[0]).toBe('agreed');
});
