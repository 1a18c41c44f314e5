import { expect, it } from 'vitest';
import { forget, keep, keptOf } from './kept.ts';

it('keeps what was begun for one story and one school, until it is said', () => {
  const saying = { stance: 'stopped' as const, context: 'Year 4', result: 'No time for it', journey: null };
  keep('one', 1, saying);
  expect(keptOf('one', 1)).toEqual(saying);
  expect(keptOf('one', 2)).toBeUndefined();
  forget('one', 1);
  expect(keptOf('one', 1)).toBeUndefined();
});

it('keeps what is written before anything is chosen', () => {
  keep('one', 1, { stance: null, context: 'Year 4', result: '', journey: null });
  expect(keptOf('one', 1)).toMatchObject({ stance: null, context: 'Year 4' });
  forget('one', 1);
});

it('passes over what is not ours', () => {
  sessionStorage.setItem('mobilise-tried:one:1', '{"stance": 3}');
  expect(keptOf('one', 1)).toBeUndefined();
  sessionStorage.setItem('mobilise-tried:one:1', 'nonsense');
  expect(keptOf('one', 1)).toBeUndefined();
});
