import { expect, it } from 'vitest';
import { rowsOf } from './rows.ts';

it('gives a group the dots of its cards too', () => {
  const card = (group: string | null) => ({ column: 'works', position: 'a0', text: 'Words', group });
  const cards = new Map(Object.entries({ c1: card('g'), c2: card('g'), c3: card(null) }));
  const groups = new Map([['g', { column: 'works', position: 'a1', name: 'Time' }]]);
  const rows = rowsOf('works', cards, groups, { c1: 2, c2: 1, g: 1, c3: 1 });
  expect(rows.map(({ id, dots }) => [id, dots])).toEqual([
    ['c3', 1],
    ['g', 4]
  ]);
});
