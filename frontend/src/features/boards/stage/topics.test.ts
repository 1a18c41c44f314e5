import { expect, it } from 'vitest';
import { nextTopic, shortTitle, topics } from './topics.ts';

const card = (column: string, position: string, text: string, group: string | null = null, hidden = false) => ({
  column,
  position,
  text,
  group,
  hidden
});

const source = {
  columns: [{ key: 'works' }, { key: 'puzzles' }],
  cards: new Map([
    ['c1', card('puzzles', 'a0', 'Why?')],
    ['c2', card('works', 'a1', 'Second')],
    ['c3', card('works', 'a0', 'First')],
    ['c4', card('works', 'a1', 'Inside, after', 'g1')],
    ['c5', card('works', 'a0', 'Inside', 'g1')],
    ['c6', card('works', 'a2', 'Mine alone', null, true)]
  ]),
  groups: new Map([
    ['g1', { column: 'works', position: 'a0V', name: 'Time' }],
    ['g2', { column: 'works', position: 'a3', name: 'Empty' }]
  ]),
  totals: {}
};

it('takes groups and loose cards as topics, as the columns go, and nothing that is hidden', () => {
  const all = topics(source);
  expect(all.map((topic) => topic.id)).toEqual(['c3', 'g1', 'c2', 'c1']);
  expect(all[1]).toMatchObject({ title: 'Time', cards: ['c5', 'c4'], group: true });
});

it('puts those with the most dots first', () => {
  expect(topics({ ...source, totals: { c1: 2, g1: 5 } }).map((topic) => topic.id)).toEqual(['g1', 'c1', 'c3', 'c2']);
});

it('gives a group the dots of its cards too', () => {
  const all = topics({ ...source, totals: { c4: 2, c5: 1, g1: 1, c1: 3 } });
  expect(all.slice(0, 2).map(({ id, dots }) => [id, dots])).toEqual([
    ['g1', 4],
    ['c1', 3]
  ]);
});

it('goes on to the next topic that has not been talked about', () => {
  const all = topics(source);
  expect(nextTopic(all, null, new Set())?.id).toBe('c3');
  expect(nextTopic(all, 'c3', new Set(['g1']))?.id).toBe('c2');
  expect(nextTopic(all, 'c1', new Set(['c3', 'g1', 'c2']))).toBeUndefined();
});

it('makes a title that fits on a line', () => {
  expect(shortTitle('Two\nlines')).toBe('Two lines');
  expect(shortTitle('word '.repeat(40)).length).toBeLessThanOrEqual(92);
  expect(shortTitle('x'.repeat(200)).endsWith('…')).toBe(true);
});
