import { expect, it } from 'vitest';
import { draftState, greeting } from './words.ts';

it('tells a writer of asked changes before anything else', () => {
  expect(draftState(['waiting', 'needs_changes'])?.words).toBe('Changes asked for');
  expect(draftState(['waiting'])?.words).toBe('Being reviewed');
  expect(draftState([])).toBeNull();
});

it('greets by the hour', () => {
  expect([4, 5, 11, 12, 17, 18].map(greeting)).toEqual([
    'Good evening',
    'Good morning',
    'Good morning',
    'Good afternoon',
    'Good afternoon',
    'Good evening'
  ]);
});
