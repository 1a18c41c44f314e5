import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it.each([
  ['A. Marsh', 'AM'],
  ['Mrs Jo Okoro-Bell', 'JO'],
  ['Zoë', 'Z'],
  ['Élodie van der Berg', 'ÉB'],
  ['', '']
])('makes of %j %j', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
