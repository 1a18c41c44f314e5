import { expect, it } from 'vitest';
import { dueWords, overdue, sortActions } from './agreed.ts';

const action = (due_on: string | null, done = false, carried = false) => ({ text: '', due_on, done, carried });
const today = new Date(2026, 10, 22, 15);

it('puts what is open first and what is due soonest before that, apart from what was brought along', () => {
  const { carried, agreed } = sortActions([
    ['later', action('2026-12-20')],
    ['done', action('2026-11-01', true)],
    ['whenever', action(null)],
    ['soon', action('2026-12-01')],
    ['old', action('2026-10-01', false, true)]
  ]);
  expect(agreed.map(([id]) => id)).toEqual(['soon', 'later', 'whenever', 'done']);
  expect(carried.map(([id]) => id)).toEqual(['old']);
});

it('says when something is due, and whether that is over', () => {
  expect(dueWords('2026-12-04', today)).toBe('by Fri 4 December');
  expect(dueWords('2027-01-08', today)).toBe('by 8 January 2027');
  expect(overdue('2026-11-21', today)).toBe(true);
  expect(overdue('2026-11-22', today)).toBe(false);
  expect(overdue(null, today)).toBe(false);
});
