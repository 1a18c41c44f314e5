import { expect, it } from 'vitest';
import { checkWords, unsettled, whereWords } from './words.ts';

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
