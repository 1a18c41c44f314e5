import { expect, it } from 'vitest';
import { codeTrouble, plainCode } from './code.ts';

it.each(['abc234', 'ABC 234', ' abc-234 ', 'A B C 2 3 4', 'abc·234.'])('reads %j as it was meant', (typed) => {
  expect(plainCode(typed)).toBe('ABC234');
  expect(codeTrouble(typed)).toBeUndefined();
});

it('says what is wrong before anybody is asked', () => {
  expect(codeTrouble('  ')).toContain('Type the code');
  expect(codeTrouble('abc')).toContain('3 of 6');
  expect(codeTrouble('abc2345')).toContain('too long');
});
