import { describe, expect, it } from 'vitest';
import { bandsOf, daysOf, type Entry, type Journey, type PhaseView, termsOf } from './timeline.ts';
import { dayProblem, heldBackWords, journeyWords, phaseBegins } from './words.ts';

const phase = (name: PhaseView['phase'], since: string, term: string, back = false): PhaseView => ({
  phase: name,
  since,
  term,
  back,
  note: '',
  id: null
});
const entry = (id: string, happened_on: string, term: string, of: Entry['phase'], setback = false) =>
  ({ id, happened_on, term, phase: of, setback, sections: [], tags: [], files: [], going: null, by: null, prompt: null }) as Entry;

const phases = [
  phase('explore', '2025-09-10', 'Autumn 1'),
  phase('deliver', '2026-01-10', 'Spring 1'),
  phase('prepare', '2026-01-20', 'Spring 1', true)
];
const entries = [
  entry('a', '2025-10-01', 'Autumn 1', 'explore'),
  entry('b', '2025-11-20', 'Autumn 2', 'explore'),
  entry('c', '2026-01-12', 'Spring 1', 'deliver', true),
  entry('d', '2026-02-01', 'Spring 1', 'prepare')
];

describe('the timeline', () => {
  it('goes by half-terms, and within them by phases', () => {
    const terms = termsOf({ phases, entries });
    expect(terms.map((term) => [term.name, term.stretches.map((one) => [one.phase, one.begins?.since, one.entries.map(({ id }) => id)])])).toEqual([
      ['Autumn 1', [['explore', '2025-09-10', ['a']]]],
      ['Autumn 2', [['explore', undefined, ['b']]]],
      ['Spring 1', [['deliver', '2026-01-10', ['c']], ['prepare', '2026-01-20', ['d']]]]
    ]);
  });

  it('keeps an entry from before the journey was begun here', () => {
    const early = [entry('z', '2025-06-01', 'Summer 1', 'explore'), ...entries];
    expect(termsOf({ phases, entries: early })[0]).toMatchObject({ name: 'Summer 1', stretches: [{ begins: undefined }] });
  });

  it('shows a phase in which nobody wrote', () => {
    expect(termsOf({ phases: [...phases, phase('sustain', '2026-05-01', 'Summer 1')], entries }).at(-1)).toMatchObject({
      name: 'Summer 1',
      stretches: [{ phase: 'sustain', entries: [] }]
    });
  });
});

describe('a phase that is said again', () => {
  const again = [...phases, { ...phase('prepare', '2026-02-03', 'Spring 1'), note: 'Year 5 joins.' }];

  it('begins anew in the timeline, so that what was said of it is read', () => {
    const spring = termsOf({ phases: again, entries }).at(-1);
    expect(spring?.stretches.map((one) => [one.phase, one.begins?.note])).toEqual([
      ['deliver', ''],
      ['prepare', ''],
      ['prepare', 'Year 5 joins.']
    ]);
  });

  it('is one band', () => {
    expect(bandsOf(again, '2025-09-01', '2026-03-01').map((band) => band.name)).toEqual(['Explore', 'Deliver', 'Back to Prepare']);
  });
});

describe('bands', () => {
  it('follow one another, the last one open to the end', () => {
    expect(bandsOf(phases, '2025-09-01', '2026-03-01')).toEqual([
      { from: '2025-09-01', to: '2026-01-10', name: 'Explore', short: 'Explore', tone: 'explore' },
      { from: '2026-01-10', to: '2026-01-20', name: 'Deliver', short: 'Deliver', tone: 'deliver' },
      { from: '2026-01-20', to: '2026-03-01', name: 'Back to Prepare', short: '← Prepare', tone: 'prepare' }
    ]);
  });

  it('share their days with entries and measures', () => {
    const measures = [{ points: [{ measured_on: '2026-07-01' }] }] as Journey['measures'];
    expect(daysOf({ phase: 'prepare', phases, entries, measures })).toContain('2026-07-01');
  });

  it('leave room to see the last one, into which a journey has just moved back', () => {
    const days = daysOf({ phase: 'prepare', phases, entries: [], measures: [] });
    expect(days.sort().at(-1)).toBe('2026-03-10');
  });
});

it('says a move back as one', () => {
  expect(phases.map(phaseBegins)).toEqual([
    'Explore, from 10 September 2025',
    'Deliver, from 10 January 2026',
    'Back to Prepare, from 20 January 2026'
  ]);
  expect(journeyWords({ phases, entries })).toBe(
    'Now in Prepare, since 20 January 2026. 4 entries over 3 half-terms; one tells of something that went wrong. It moved back once, which is normal.'
  );
  expect(journeyWords({ phases: phases.slice(0, 1), entries: [] })).toBe(
    'Now in Explore, since 10 September 2025. No entries are shared yet.'
  );
  expect(journeyWords({ phases: phases.slice(0, 1), entries: entries.slice(2, 3) })).toBe(
    'Now in Explore, since 10 September 2025. One entry so far; it tells of something that went wrong.'
  );
});

it('says what is wrong with a day', () => {
  expect(dayProblem('2026-11-20', '2026-11-22')).toBe('');
  expect(dayProblem('2026-11-23', '2026-11-22')).toMatch(/still to come/);
  expect(dayProblem('0202-11-20', '2026-11-22')).toMatch(/more than 10 years ago/);
  expect(dayProblem('', '2026-11-22')).toBe('Choose the day.');
});

it('names the entries that are held back', () => {
  const held = (happened_on: string, held_back = true) => ({ happened_on, held_back, begins: '' });
  expect(heldBackWords([held('2026-01-10', false)])).toBe('');
  expect(heldBackWords([held('2026-01-10'), held('2026-02-10', false)])).toBe(
    'The entry of 10 January 2026 is held back: it stays in the draft.'
  );
  expect(heldBackWords([held('2026-01-10'), held('2026-02-10')])).toBe(
    'The entries of 10 January 2026 and 10 February 2026 are held back: they stay in the draft.'
  );
});
