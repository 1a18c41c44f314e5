import { describe, expect, it } from 'vitest';
import { clearOf, heightOf, scaleOf } from './scale.ts';

it('shows shares from 0 to 100', () => {
  expect(scaleOf([18, 86], '%')).toEqual({ low: 0, high: 100, ticks: [0, 50, 100], zero: true });
  expect(scaleOf([40, 120], '%').high).toBeGreaterThanOrEqual(120);
});

it('begins at nought unless the line would be flat then', () => {
  expect(scaleOf([3, 7], 'of 10')).toMatchObject({ low: 0, zero: true });
  const near = scaleOf([101, 104], 'points');
  expect(near.zero).toBe(false);
  expect(near.low).toBeLessThanOrEqual(101);
  expect(near.high).toBeGreaterThanOrEqual(104);
});

it.each([[[5, 5]], [[0]], [[-3, 4]], [[0.1, 0.3]], [[]], [[1e9, 2.5e9]], [[-2]]])('holds all of %j', (values: number[]) => {
  const scale = scaleOf(values, '');
  expect(scale.high).toBeGreaterThan(scale.low);
  expect(scale.ticks.length).toBeGreaterThan(1);
  expect(scale.ticks.length).toBeLessThan(8);
  for (const value of values) {
    expect(value).toBeGreaterThanOrEqual(scale.low);
    expect(value).toBeLessThanOrEqual(scale.high);
  }
});

it('puts the highest on top', () => {
  const scale = scaleOf([0, 100], '%');
  expect(heightOf(100, scale, 10, 110)).toBe(10);
  expect(heightOf(25, scale, 10, 110)).toBe(85);
});

describe('words at the end of a line', () => {
  const falling = [
    { x: 0, y: 40 },
    { x: 100, y: 100 },
    { x: 200, y: 160 }
  ];

  it('stand above the part of the line that they reach over', () => {
    expect(clearOf(falling, 150, 40)).toBe(120);
    expect(clearOf(falling, 50, 40)).toBe(60);
    expect(clearOf([{ x: 0, y: 160 }, { x: 200, y: 100 }], 100, 40)).toBe(90);
  });

  it('stand below it where there is no room above', () => {
    expect(clearOf([{ x: 0, y: 30 }, { x: 200, y: 34 }], 100, 40)).toBe(53);
  });

  it('stand above a single point', () => {
    expect(clearOf([{ x: 200, y: 80 }], 100, 40)).toBe(70);
  });
});
