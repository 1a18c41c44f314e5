import { expect, it } from 'vitest';
import { whoWords } from './words.ts';

const meeting = { came: 1, asked: 3, coming: 1, facilitator: { id: 'a', name: 'A. Marsh', initials: 'AM' } };

it('says who came, who has come or who is coming, and nothing of a meeting that was called off', () => {
  expect(whoWords({ ...meeting, state: 'planned' })).toEqual(['A. Marsh facilitates', '1 of 3 is coming']);
  expect(whoWords({ ...meeting, state: 'live' })).toEqual(['1 person has come', 'A. Marsh facilitates']);
  expect(whoWords({ ...meeting, state: 'live', came: 2 })).toEqual(['2 people have come', 'A. Marsh facilitates']);
  expect(whoWords({ ...meeting, state: 'ended', came: 0 })).toEqual(['0 people came']);
  expect(whoWords({ ...meeting, state: 'cancelled' })).toEqual([]);
});
