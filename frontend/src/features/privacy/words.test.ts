import { expect, it } from 'vitest';
import { checkWords, unreadWords, unsettled, whereWords } from './words.ts';

const dismissed = { reason: 'The office’s number is public.', by: { id: '1', name: 'A. Marsh', initials: 'AM' }, at: '' };
const open = (finding: string) => ({ finding, dismissed: null });

it('counts a thing that stands in two places once', () => {
  expect(unsettled([open('a'), open('a'), open('b'), { finding: 'c', dismissed }])).toBe(2);
});

it('says what is left to look at, and when there is nothing', () => {
  expect(checkWords([])).toContain('found none');
  expect(checkWords([open('a'), open('a')])).toContain('one thing');
  expect(checkWords([open('a'), open('b')])).toContain('2 things');
  expect(checkWords([{ finding: 'a', dismissed }])).toBe('You have looked at everything we found.');
});

it('names the place in plain words', () => {
  const place = { section: 'context', section_title: 'Context', in_link: false } as const;
  expect(whereWords({ ...place, kind: 'phone' })).toBe('Telephone number, in “Context”');
  expect(whereWords({ ...place, kind: 'email', in_link: true })).toBe('E-mail address, in “Context”, behind a link');
  expect(whereWords({ ...place, section: 'title', kind: 'date_of_birth' })).toBe('Date of birth, in the title');
});

it('names a file, and what only a person can look through', () => {
  const place = { section: 'file-1', section_title: 'The file “Rota.pdf”', in_link: false } as const;
  expect(whereWords({ ...place, kind: 'upn' })).toBe('Pupil number, in the file “Rota.pdf”');
  expect(unreadWords([])).toBe('');
  expect(unreadWords(['a.jpg'])).toContain('look through “a.jpg”: we do not see');
  expect(unreadWords(['a.jpg', 'b.zip'])).toContain('“a.jpg” and “b.zip”');
  expect(unreadWords(['a.jpg', 'b.zip', 'c.mp4'])).toContain('“a.jpg”, “b.zip” and “c.mp4”: we');
  expect(unreadWords(['1', '2', '3', '4', '5', '6', '7'])).toContain('“5” and 2 more');
});
