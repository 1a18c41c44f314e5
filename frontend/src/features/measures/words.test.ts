import { describe, expect, it } from 'vitest';
import { maybeNumber, numberFrom } from './numbers.ts';
import { amongWords, betterWords, changeWords, type Measure, peopleWords, smallNote, valueWords } from './words.ts';

const point = (measured_on: string, value: number, people: number | null = 21) => ({
  measured_on,
  value,
  people,
  small: people !== null && people < 10,
  note: ''
});
const measure: Pick<Measure, 'unit' | 'better' | 'baseline' | 'target' | 'points'> = {
  unit: '%',
  better: 'up',
  baseline: 18,
  target: 90,
  points: [point('2025-11-05', 20), point('2026-07-01', 86)]
};

it('says values with their unit', () => {
  expect(valueWords(86, '%')).toBe('86%');
  expect(valueWords(7, 'of 10')).toBe('7 of 10');
  expect(valueWords(1200.5, '')).toBe('1,200.5');
  expect(valueWords(1, 'minutes')).toBe('1 minute');
});

describe('what became of a measure', () => {
  it('says the direction in words, and whether it was hoped for', () => {
    expect(changeWords(measure)).toBe(
      'Up from 18% at the start to 86% on 1 July 2026, as was hoped. The target of 90% is not reached yet.'
    );
    expect(changeWords({ ...measure, better: 'down', target: 10 })).toContain(', which is not what was hoped for.');
    expect(changeWords({ ...measure, better: 'neither', target: null })).toBe(
      'Up from 18% at the start to 86% on 1 July 2026.'
    );
  });

  it('calls no change no change', () => {
    const same = { ...measure, baseline: null, target: null, points: [point('2025-11-05', 20), point('2026-07-01', 20)] };
    expect(changeWords(same)).toBe('No change: 20% on 5 November 2025, and the same on 1 July 2026.');
  });

  it('claims nothing from one number or none', () => {
    expect(changeWords({ ...measure, baseline: null, target: null, points: [point('2025-11-05', 20)] })).toBe(
      '20% on 5 November 2025: one number so far.'
    );
    expect(changeWords({ ...measure, points: [] })).toBe('It began at 18%. No numbers since.');
    expect(changeWords({ ...measure, baseline: null, points: [] })).toBe('No numbers yet.');
  });

  it('reaches a target from either side', () => {
    expect(changeWords({ ...measure, target: 86 })).toContain('is reached');
    expect(changeWords({ ...measure, better: 'down', target: 90 })).toContain('is reached');
  });
});

it('says among how many a number was counted', () => {
  expect(amongWords(point('2025-11-05', 1, 28))).toBe('among 28 people');
  expect(amongWords(point('2025-11-05', 1, 1))).toBe('among only 1 person');
  expect(amongWords(point('2025-11-05', 1, null))).toBe('');
});

it('marks small numbers in words', () => {
  expect(peopleWords(point('2025-11-05', 1, 7))).toBe('only 7 people');
  expect(peopleWords(point('2025-11-05', 1, 1))).toBe('only 1 person');
  expect(peopleWords(point('2025-11-05', 1, 10))).toBe('10');
  expect(peopleWords(point('2025-11-05', 1, null))).toBe('not said');
  expect(smallNote(measure.points)).toBe('');
  expect(smallNote([point('2025-11-05', 1, 7), point('2025-12-05', 1, 20)])).toMatch(/^One number is of fewer than 10/);
  expect(smallNote([point('2025-11-05', 1, 7)])).toMatch(/^Every number/);
});

it('says which way is better', () => {
  expect([betterWords('up'), betterWords('down'), betterWords('neither')]).toEqual([
    'Higher is better.',
    'Lower is better.',
    'Neither direction is better.'
  ]);
});

it.each([
  ['12', 12],
  [' 12.5 ', 12.5],
  ['86%', 86],
  ['1,200', 1200],
  ['−3', -3],
  ['.5', 0.5],
  ['12,5', undefined],
  ['twelve', undefined],
  ['', undefined],
  ['1e5', undefined]
])('reads %j as %j', (text, number) => {
  expect(numberFrom(text)).toBe(number);
});

it('takes an empty field for nothing said', () => {
  expect(maybeNumber('  ')).toBeNull();
  expect(maybeNumber('x')).toBeUndefined();
});
