import { expect, it } from 'vitest';
import { dayWords, dueWords, ownerName } from './words.ts';

it('says by when in words, with the year where it is another', () => {
  const today = new Date('2026-11-02');
  expect(dayWords('2026-11-12', today)).toBe('12 November');
  expect(dayWords('2027-01-08', today)).toBe('8 January 2027');
  expect(dueWords({ due_on: null, overdue: false, done_on: null })).toBe('no day agreed');
  expect(dueWords({ due_on: '2020-01-08', overdue: true, done_on: null })).toBe('was due 8 January 2020');
  expect(dueWords({ due_on: '2020-01-08', overdue: false, done_on: '2020-01-07' })).toBe('done 7 January 2020');
});

it('names whose it is', () => {
  const school = { urn: 7, name: 'Reedlefleet', phase: 'Primary', pupils: null, fsm_percent: null };
  const person = { id: 'a', name: 'A. Marsh', initials: 'AM' };
  expect(ownerName({ owner_person: null, owner_school: null })).toBe('Nobody yet');
  expect(ownerName({ owner_person: person, owner_school: null })).toBe('A. Marsh');
  expect(ownerName({ owner_person: null, owner_school: school })).toBe('Reedlefleet');
});
