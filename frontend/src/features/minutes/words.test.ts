import { expect, it } from 'vitest';
import type { Minutes } from './service.ts';
import { minutesWords } from './words.ts';

const minutes = (parts: Partial<Minutes>): Minutes => ({
  begun: true,
  begun_by: { id: '1', name: 'A. Marsh', initials: 'AM' },
  begun_at: '2026-11-02T17:00:00Z',
  story: null,
  published: false,
  writes: false,
  reopened: false,
  can_begin: false,
  reason: '',
  ...parts
});

it('says who writes them to whoever cannot read them yet', () => {
  expect(minutesWords(minutes({}))).toMatch(/^A\. Marsh writes the minutes/);
  expect(minutesWords(minutes({ story: '2', writes: true }))).toMatch(/^The minutes are a draft/);
  expect(minutesWords(minutes({ story: '2', published: true }))).toMatch(/^Everyone at the schools/);
});

it('offers to begin them only to who may', () => {
  expect(minutesWords(minutes({ begun: false, begun_by: null, can_begin: true }))).toMatch(/begin with what is on the board/);
  expect(minutesWords(minutes({ begun: false, begun_by: null }))).toBe('Nobody has written the minutes yet.');
});
