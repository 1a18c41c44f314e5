import { flushSync, mount, unmount } from 'svelte';
import { expect, it } from 'vitest';
import Changes from './Changes.svelte';

it('says the same of two measures of one name', async () => {
  const said = 'The measure “Reading age” has 1 more number';
  const list = mount(Changes, { target: document.body, props: { changes: [said, 'The licence changed', said] } });
  flushSync();
  expect([...document.querySelectorAll('li')].map((one) => one.textContent)).toEqual([said, 'The licence changed', said]);
  await unmount(list);
});
