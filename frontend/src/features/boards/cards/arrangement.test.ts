import { expect, it } from 'vitest';
import { arrange, rowOf } from './arrangement.ts';

const card = (column: string, position: string, group: string | null = null, hidden = false) => ({
  column,
  position,
  group,
  hidden
});

const ids = (...args: Parameters<typeof arrange>) =>
  [...arrange(...args)].map(([key, { rows }]) => [key, rows.map(({ id }) => id).join(' ')]);

it('stands cards and groups of a column in one order, and the cards of a group under its head', () => {
  const cards = Object.entries({
    c1: card('a', 'a2'),
    c2: card('a', 'a0'),
    c3: card('b', 'a1', 'g'),
    c4: card('b', 'a0', 'g'),
    c5: card('b', 'a3')
  });
  const groups = new Map([['g', { column: 'b', position: 'a1' }]]);
  expect(ids(['a', 'b'], cards, groups)).toEqual([
    ['a', 'c2 c1'],
    ['b', 'g c4 c3 c5']
  ]);
  const b = arrange(['a', 'b'], cards, groups).get('b');
  expect(b?.rows[2]).toMatchObject({ id: 'c3', last: true });
  expect(b?.cards).toBe(3);
});

it('compares positions byte by byte, and equal ones by id', () => {
  const cards = Object.entries({ z: card('a', 'Zz'), y: card('a', 'a0'), x: card('a', 'a0') });
  expect(ids(['a'], cards, new Map())).toEqual([['a', 'z x y']]);
});

it('counts the cards that nobody else sees, and shows a card whose group has gone by itself', () => {
  const cards = Object.entries({ c1: card('a', 'a0', 'gone'), c2: card('a', 'a1', null, true) });
  const arrangement = arrange(['a'], cards, new Map());
  expect(arrangement.get('a')).toMatchObject({ cards: 2, own: 1 });
  expect(rowOf(arrangement, 'c1')).toMatchObject({ kind: 'card', group: null });
  expect(rowOf(arrangement, 'c9')).toBeUndefined();
});

it('leaves a column the same object in which nothing moved', () => {
  const cards = { c1: card('a', 'a0'), c2: card('b', 'a0'), c3: card('b', 'a1') };
  const before = arrange(['a', 'b'], Object.entries(cards), []);
  const after = arrange(['a', 'b'], Object.entries({ ...cards, c3: card('b', 'Zz') }), [], before);
  expect(after.get('a')).toBe(before.get('a'));
  expect(after.get('b')).not.toBe(before.get('b'));
});
