import { expect, it } from 'vitest';
import { Results } from './results.svelte.ts';
import { readQuery, type Search } from './search.ts';
import type { Hit, Library, Page } from './service.ts';

const search = readQuery;
const hit = (id: string) => ({ story: { id } }) as unknown as Hit;
const answer = (ids: string[], next: string | null = null): Library => ({
  total: ids.length,
  items: ids.map(hit),
  next,
  facets: [],
  did_you_mean: null
});
const ids = (results: Results) => results.hits.map((one) => one.story.id);

/** A server that answers when it is told to, in whatever order. */
function server() {
  const waiting: { q: string; page: Page; resolve: (found: Library) => void; reject: (error: unknown) => void }[] = [];
  const fetch = (asked: Search, page: Page) =>
    new Promise<Library>((resolve, reject) => waiting.push({ q: asked.q, page, resolve, reject }));
  return { waiting, fetch };
}

it('drops an answer that comes after a newer question, and stops asking for it', async () => {
  const { waiting, fetch } = server();
  const results = new Results(fetch);
  const asked = [results.ask(search('q=read')), results.ask(search('q=reading'))];
  expect(waiting[0]?.page.signal?.aborted).toBe(true);
  waiting[1]?.resolve(answer(['new']));
  waiting[0]?.resolve(answer(['old']));
  await Promise.all(asked);
  expect(ids(results)).toEqual(['new']);
  expect(results.answered?.q).toBe('reading');
  expect(results.busy).toBe(false);
});

it('keeps the last results while it asks and when asking fails', async () => {
  const { waiting, fetch } = server();
  const results = new Results(fetch);
  const first = results.ask(search('q=toast'));
  waiting[0]?.resolve(answer(['kept']));
  await first;
  const second = results.ask(search('q=toaster'));
  expect(ids(results)).toEqual(['kept']);
  expect(results.busy).toBe(true);
  waiting[1]?.reject(new Error('no network'));
  await second;
  expect(ids(results)).toEqual(['kept']);
  expect(results.error).toBeInstanceOf(Error);
  const third = results.ask(search('q=toast'));
  waiting[2]?.resolve(answer(['again']));
  await third;
  expect(results.error).toBeUndefined();
});

it('adds pages, but never to the answer of another question', async () => {
  const { waiting, fetch } = server();
  const results = new Results(fetch);
  const first = results.ask(search('q=a'));
  waiting[0]?.resolve(answer(['1', '2'], 'then'));
  await first;
  expect(results.rest.hasMore).toBe(true);
  const more = results.rest.more();
  void results.rest.more();
  expect(waiting.map((one) => one.page.cursor)).toEqual([undefined, 'then']);
  waiting[1]?.resolve(answer(['3']));
  await more;
  expect(ids(results)).toEqual(['1', '2', '3']);
  expect(results.rest.hasMore).toBe(false);

  const other = results.ask(search('q=b'));
  waiting[2]?.resolve(answer(['4'], 'then'));
  await other;
  const late = results.rest.more();
  const third = results.ask(search('q=c'));
  waiting[4]?.resolve(answer(['6']));
  waiting[3]?.resolve(answer(['5']));
  await Promise.all([late, third]);
  expect(ids(results)).toEqual(['6']);
  expect(results.rest.busy).toBe(false);
});

const pending = () => new Promise<Library>(() => {});

/** Searches and leaves the page, so that there is something to come back to. */
async function searched(reader: string): Promise<Results> {
  const results = new Results(() => Promise.resolve(answer(['1', '2'])));
  await results.ask(search('q=back'));
  results.readBy(reader);
  return results;
}

it('shows what was there when one comes back to it, to the same reader only', async () => {
  await searched('marsh');
  const back = new Results(pending);
  back.readBy('marsh');
  void back.ask(search('q=back'));
  expect(ids(back)).toEqual(['1', '2']);
  for (const reader of ['okoro', '']) {
    const somebodyElse = new Results(pending);
    somebodyElse.readBy(reader);
    void somebodyElse.ask(search('q=back'));
    expect(ids(somebodyElse)).toEqual([]);
  }
});

it('takes what was found off the screen when its reader has gone', async () => {
  const results = await searched('marsh');
  expect(results.readBy('marsh')).toBe(false);
  expect(ids(results)).toEqual(['1', '2']);
  expect(results.readBy('')).toBe(true);
  expect(ids(results)).toEqual([]);
  expect(results.first).toBeUndefined();
});
