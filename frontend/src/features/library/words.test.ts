import { expect, it } from 'vitest';
import type { Facet, FacetValue } from './service.ts';
import { byEdition, isUseful, searchName, shortList, totalWords, withLabels } from './words.ts';

const value = (name: string, count: number, more: Partial<FacetValue> = {}): FacetValue => ({
  value: name,
  label: name,
  count,
  chosen: false,
  number: null,
  group: null,
  ...more
});
const facet = (...values: FacetValue[]): Facet => ({ key: 'phase', title: 'Phase', values });

it('says the total in words', () => {
  expect(totalWords(1, '')).toBe('1 result');
  expect(totalWords(0, 'toast')).toBe('Nothing for “toast”');
  const kinds = (...values: FacetValue[]): Facet[] => [{ key: 'kind', title: 'Kind', values }];
  const some = kinds(value('case_study', 1200), value('change_journey', 3), value('resource', 1));
  expect(totalWords(1204, 'toast', some)).toBe('1,203 stories and 1 resource for “toast”');
  expect(totalWords(1, '', kinds(value('case_study', 1)))).toBe('1 story');
  expect(totalWords(6, '', kinds(value('case_study', 3), value('resource', 2), value('minutes', 1)))).toBe(
    '3 stories, 2 resources and the minutes of 1 meeting'
  );
  // What one has not chosen is not among the results.
  expect(totalWords(2, '', kinds(value('case_study', 3), value('resource', 2, { chosen: true })))).toBe('2 resources');
});

it('hides a facet that could change nothing', () => {
  expect(isUseful(facet(), 4)).toBe(false);
  expect(isUseful(facet(value('Primary', 4)), 4)).toBe(false);
  expect(isUseful(facet(value('Primary', 3)), 4)).toBe(true);
  expect(isUseful(facet(value('Primary', 4, { chosen: true })), 4)).toBe(true);
  expect(isUseful(facet(value('Primary', 4), value('Nursery', 0)), 4)).toBe(true);
});

it('never hides a choice behind “show all”', () => {
  const values = ['a', 'b', 'c', 'd', 'e'].map((name) => value(name, 1, { chosen: name === 'e' }));
  expect(shortList(values, 2).map((one) => one.value)).toEqual(['a', 'b', 'e']);
  // A button that would show one more takes the room of that one.
  expect(shortList(values, 4)).toHaveLength(5);
});

it('puts recommendations under their editions, those with most to find first', () => {
  const values = [
    value('x/2015/1', 1, { group: 'TAs' }),
    value('x/2025/1', 2, { group: 'TAs' }),
    value('x/2025/2', 3, { group: 'TAs' })
  ];
  expect(byEdition(values).map((one) => [one.group, one.values.length])).toEqual([
    ['TAs 2025', 2],
    ['TAs 2015', 1]
  ]);
  // What was there before keeps its place, whatever the numbers say now.
  expect(byEdition(values, ['TAs 2015', 'gone']).map((one) => one.group)).toEqual(['TAs 2015', 'TAs 2025']);
});

it('names a choice even before the answer has come', () => {
  const known = [facet(value('Primary', 3, { label: 'Primary schools' }))];
  const chips = withLabels(
    [
      { facet: 'phase', value: 'Primary' },
      { facet: 'phase', value: 'Nursery' }
    ],
    known
  );
  expect(chips.map((chip) => chip.label)).toEqual(['Primary schools', 'Nursery']);
  expect(searchName('toast', chips)).toBe('“toast”, Primary schools, Nursery');
});
