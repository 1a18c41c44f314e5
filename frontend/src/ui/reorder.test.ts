import { describe, expect, it } from 'vitest';
import { moved, placeAt, shifts, spoken } from './reorder.ts';

const rows = [
  { top: 0, height: 40 },
  { top: 50, height: 100 },
  { top: 160, height: 40 },
  { top: 210, height: 40 }
];

describe('moved', () => {
  it('moves one and keeps the others in order', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });

  it('changes nothing where there is no such row', () => {
    expect(moved(['a'], 5, 0)).toEqual(['a']);
  });
});

describe('placeAt', () => {
  it('takes the place of a row once past its middle, however tall it is', () => {
    expect(placeAt(99, 0, rows)).toBe(0);
    expect(placeAt(101, 0, rows)).toBe(1);
    expect(placeAt(181, 0, rows)).toBe(2);
    expect(placeAt(9999, 0, rows)).toBe(3);
  });

  it('goes up as well', () => {
    expect(placeAt(179, 3, rows)).toBe(2);
    expect(placeAt(99, 3, rows)).toBe(1);
    expect(placeAt(-50, 3, rows)).toBe(0);
  });
});

describe('shifts', () => {
  it('makes room and lands where the row will be', () => {
    expect(shifts(0, 2, rows)).toEqual([160, -50, -50, 0]);
    expect(shifts(3, 1, rows)).toEqual([0, 50, 50, -160]);
    expect(shifts(1, 1, rows)).toEqual([0, 0, 0, 0]);
  });
});

it('says where it is, counted as people count', () => {
  expect(spoken.dropped('Cover ate our TAs', 2, 5)).toBe('“Cover ate our TAs” is now 2 of 5.');
  expect(spoken.lifted('Cover ate our TAs', 1, 5)).toContain('Space puts it down');
});
