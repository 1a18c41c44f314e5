import { expect, it } from 'vitest';
import { nameList } from './names.ts';
import { editionNote, guidanceName } from './tags.ts';

const tag = { id: 1, guidance: 'teaching-assistants', edition: '2015', number: 4, title: 'Fully prepared' };

it('names the edition of a tag unless it is the focus', () => {
  expect(editionNote(tag, [{ guidance: 'teaching-assistants', edition: '2015' }])).toBeUndefined();
  expect(editionNote(tag, [{ guidance: 'teaching-assistants', edition: '2025' }])).toBe('Teaching assistants 2015');
});

it.each([
  ['literacy-ks2', 'Literacy KS2'],
  ['send-mainstream', 'SEND mainstream'],
  ['maths-ks2-3', 'Maths KS2–3'],
  ['metacognition', 'Metacognition']
])('reads the guidance %s as %s', (slug, name) => {
  expect(guidanceName(slug)).toBe(name);
});

it('lists names as one would say them', () => {
  expect(nameList(['A. Marsh'])).toBe('A. Marsh');
  expect(nameList(['A. Marsh', 'J. Okoro', 'R. Bell'])).toBe('A. Marsh, J. Okoro and R. Bell');
});
