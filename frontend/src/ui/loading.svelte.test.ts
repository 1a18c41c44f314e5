import { flushSync } from 'svelte';
import { expect, it, vi } from 'vitest';
import { Loading, plainError } from './loading.svelte.ts';

function inComponent<T>(make: () => T): { made: T; leave: () => void } {
  let made: T | undefined;
  const leave = $effect.root(() => {
    made = make();
  });
  flushSync();
  return { made: made as T, leave };
}

it('asks again when what it depends on changes, and forgets the old answer', async () => {
  let slug = $state('fenside');
  const { made: loading, leave } = inComponent(() => {
    return new Loading(() => {
      const asked = slug;
      return Promise.resolve(`about ${asked}`);
    });
  });
  await vi.waitFor(() => expect(loading.value).toBe('about fenside'));
  slug = 'saltings';
  flushSync();
  expect(loading.value).toBeUndefined();
  await vi.waitFor(() => expect(loading.value).toBe('about saltings'));
  leave();
});

it('never shows an answer to a question that is no longer asked', async () => {
  const answers = new Map<string, (text: string) => void>();
  let slug = $state('slow');
  const { made: loading, leave } = inComponent(() => {
    return new Loading(() => {
      const asked = slug;
      return new Promise<string>((resolve) => answers.set(asked, resolve));
    });
  });
  slug = 'quick';
  flushSync();
  answers.get('quick')?.('quick');
  await vi.waitFor(() => expect(loading.value).toBe('quick'));
  answers.get('slow')?.('slow');
  await Promise.resolve();
  expect(loading.value).toBe('quick');
  leave();
});

it('keeps what is on the screen while it is fetched again', async () => {
  let count = 0;
  const { made: loading, leave } = inComponent(() => new Loading(() => Promise.resolve(++count)));
  await vi.waitFor(() => expect(loading.value).toBe(1));
  const again = loading.reload();
  expect(loading.value).toBe(1);
  await again;
  expect(loading.value).toBe(2);
  leave();
});

it('keeps the error, and drops it when trying again works', async () => {
  let works = false;
  const { made: loading, leave } = inComponent(
    () => new Loading(() => (works ? Promise.resolve('there') : Promise.reject(new Error('no'))))
  );
  await vi.waitFor(() => expect(loading.error).toBeInstanceOf(Error));
  works = true;
  await loading.reload();
  expect(loading.error).toBeUndefined();
  expect(loading.value).toBe('there');
  leave();
});

it('has plain words for errors that nobody foresaw', () => {
  expect(plainError(new TypeError('x is undefined')).title).toBe('Something went wrong on this page');
  expect(plainError({ title: 'You cannot do this', advice: 'Ask.' })).toEqual({
    title: 'You cannot do this',
    advice: 'Ask.'
  });
});
