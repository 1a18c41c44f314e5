import { expect, it } from 'vitest';
import { dueDates, ownerKey, ownerOf, recommendationChoices } from './action-fields.ts';

it('keeps an owner through the list of people and schools', () => {
  for (const owner of [
    { owner_person: 'a-b', owner_school: null },
    { owner_person: null, owner_school: 120404 },
    { owner_person: null, owner_school: null }
  ]) {
    expect(ownerOf(ownerKey(owner))).toEqual(owner);
  }
});

it('offers dates a few weeks on, over the turn of the year too', () => {
  const today = new Date(2026, 10, 22, 15);
  expect(dueDates(today).map(({ date }) => date)).toEqual(['2026-12-06', '2026-12-20', '2027-01-03']);
});

it('offers recommendations by their numbers, and says whose they are only where that could be asked', () => {
  const one = (id: number, number: number, short_title: string, edition: string) => ({
    id,
    number,
    short_title,
    edition,
    edition_short_title: 'Teaching assistants'
  });
  const newer = [one(12, 2, 'Add value', '2025'), one(11, 1, 'Not informal', '2025')];
  expect(recommendationChoices(newer)).toEqual([
    { value: 11, label: '1 Not informal' },
    { value: 12, label: '2 Add value' }
  ]);
  expect(recommendationChoices([...newer, one(1, 1, 'Support', '2015')]).map(({ label }) => label)).toEqual([
    '1 Not informal (Teaching assistants 2025)',
    '1 Support (Teaching assistants 2015)',
    '2 Add value (Teaching assistants 2025)'
  ]);
});
