import { expect, it } from 'vitest';
import { indexAt, standing, tops } from './windowing.ts';

const starts = tops([10, 20, 30, 40]);

it('knows where rows of any height begin', () => {
  expect([...starts]).toEqual([0, 10, 30, 60, 100]);
  expect([-5, 0, 9, 10, 59, 60, 500].map((y) => indexAt(starts, y))).toEqual([0, 0, 0, 1, 2, 3, 3]);
  expect(indexAt(tops([]), 50)).toBe(0);
});

it('leaves free what the rows take that are not in the page', () => {
  expect(standing(starts, 1, 2, [])).toEqual({ seen: [{ index: 1, gap: 10 }], foot: 70 });
  expect(standing(starts, 0, 4, []).foot).toBe(0);
});

it('keeps a row that is far away, with the room around it', () => {
  const { seen, foot } = standing(starts, 0, 1, [3, 0]);
  expect(seen).toEqual([
    { index: 0, gap: 0 },
    { index: 3, gap: 50 }
  ]);
  expect(foot).toBe(0);
});
