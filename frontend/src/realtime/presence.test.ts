import { expect, it } from 'vitest';
import { presentIn } from './presence.ts';

const state = (id: string, name: string, more = {}) => ({ user: { id, name, colour: 3 }, ...more });

it('names everybody once, oneself first, with where they are', () => {
  const states = new Map<number, object>([
    [7, state('o', 'J. Okoro', { section: 'problem' })],
    [8, state('o', 'J. Okoro')],
    [1, { user: { id: 'a', name: 'A. Marsh' } }],
    [9, state('b', 'C. Bell')]
  ]);
  expect(presentIn(states, 1, 'a')).toEqual([
    { id: 'a', name: 'A. Marsh', hue: 0, section: undefined, me: true },
    { id: 'b', name: 'C. Bell', hue: 3, section: undefined, me: false },
    { id: 'o', name: 'J. Okoro', hue: 3, section: 'problem', me: false }
  ]);
});

it('passes over what is no person', () => {
  expect(presentIn(new Map<number, object>([[5, {}], [6, { user: { id: 4 } }]]), 1, 'a')).toEqual([]);
});
