import { beforeEach, expect, it } from 'vitest';
import { Drafts, forgetDrafts } from './drafts.ts';

beforeEach(() => localStorage.clear());

it('keeps what was begun for the same person at the same place of the same board', () => {
  new Drafts('b1', 'p1').write('well', 'Half a thought');
  expect(new Drafts('b1', 'p1').read('well')).toBe('Half a thought');
  expect(new Drafts('b1', 'p2').read('well')).toBe('');
  expect(new Drafts('b2', 'p1').read('well')).toBe('');
});

it('keeps nothing of what was sent or emptied', () => {
  const drafts = new Drafts('b1', 'p1');
  drafts.write('well', 'Half a thought');
  drafts.write('well', ' ');
  expect(localStorage).toHaveLength(0);
});

it('forgets all of it at signing out, and nothing else', () => {
  new Drafts('b1', 'p1').write('well', 'Half a thought');
  localStorage.setItem('theme', 'dark');
  forgetDrafts();
  expect(Object.keys(localStorage)).toEqual(['theme']);
});

it('lets people write where the device keeps nothing', () => {
  const full = {
    getItem: () => {
      throw new Error('not allowed');
    },
    setItem: () => {
      throw new Error('full');
    },
    removeItem: () => {
      throw new Error('not allowed');
    }
  };
  const drafts = new Drafts('b1', 'p1', full);
  drafts.write('well', 'Half a thought');
  expect(drafts.read('well')).toBe('');
});
