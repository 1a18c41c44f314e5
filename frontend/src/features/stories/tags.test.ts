import { expect, it } from 'vitest';
import { nameList } from './names.ts';
import { editionNote } from './tags.ts';

const tag = {
  id: 1,
  guidance: 'teaching-assistants',
  edition: '2015',
  edition_short_title: 'Teaching assistants',
  number: 4,
  title: 'Ensure TAs are fully prepared for their role in the classroom',
  short_title: 'Fully prepared'
};

it('names the edition of a tag unless it is the focus', () => {
  expect(editionNote(tag, [{ guidance: 'teaching-assistants', edition: '2015' }])).toBeUndefined();
  expect(editionNote(tag, [{ guidance: 'teaching-assistants', edition: '2025' }])).toBe('Teaching assistants 2015');
});

it('lists names as one would say them', () => {
  expect(nameList(['A. Marsh'])).toBe('A. Marsh');
  expect(nameList(['A. Marsh', 'J. Okoro', 'R. Bell'])).toBe('A. Marsh, J. Okoro and R. Bell');
});
