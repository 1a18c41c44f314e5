import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toasts } from './toast.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  toasts.list.forEach((toast) => toasts.dismiss(toast.id));
  vi.useRealTimers();
});

it('goes away by itself', () => {
  toasts.show('Saved.');
  vi.advanceTimersByTime(5_900);
  expect(toasts.list).toHaveLength(1);
  vi.advanceTimersByTime(200);
  expect(toasts.list).toHaveLength(0);
});

it('stays twice as long where something can be undone', () => {
  toasts.show('Removed.', () => {});
  vi.advanceTimersByTime(11_000);
  expect(toasts.list).toHaveLength(1);
});

it('waits for somebody who is reading it', () => {
  const id = toasts.show('Removed.', () => {});
  const toast = toasts.list.find((one) => one.id === id);
  if (!toast) throw new Error('the toast was not shown');
  toasts.hold(toast);
  vi.advanceTimersByTime(60_000);
  expect(toasts.list).toHaveLength(1);
  toasts.release(toast);
  vi.advanceTimersByTime(12_100);
  expect(toasts.list).toHaveLength(0);
});
