import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answer, api, onSignedOut } from './client.ts';
import { PagedList } from './paged.svelte.ts';
import { ApiProblem } from './problem.ts';

const reply = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

const fetched = vi.fn<(request: Request) => Promise<Response>>();

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => {
  vi.unstubAllGlobals();
  onSignedOut(() => {});
});

it('gives the body of a success', async () => {
  fetched.mockResolvedValue(reply([{ slug: 'fenside' }]));
  expect(await answer(api.GET('/api/clusters'))).toEqual([{ slug: 'fenside' }]);
});

it('throws every other answer as a problem', async () => {
  fetched.mockResolvedValue(reply({ title: 'We cannot find that', status: 404 }, 404));
  await expect(answer(api.GET('/api/clusters'))).rejects.toMatchObject({ status: 404, title: 'We cannot find that' });
});

it('calls an answer that never came a problem, too', async () => {
  fetched.mockRejectedValue(new TypeError('Failed to fetch'));
  await expect(answer(api.GET('/api/clusters'))).rejects.toBeInstanceOf(ApiProblem);
});

it('lets a request that we gave up ourselves go quietly', async () => {
  fetched.mockRejectedValue(new DOMException('stopped', 'AbortError'));
  await expect(answer(api.GET('/api/clusters'))).rejects.toMatchObject({ name: 'AbortError' });
});

it('reports the end of a session once per answer that says so', async () => {
  const signedOut = vi.fn();
  onSignedOut(signedOut);
  fetched.mockResolvedValue(reply({ title: 'Please sign in', status: 401 }, 401));
  await expect(answer(api.GET('/api/home'))).rejects.toMatchObject({ status: 401 });
  expect(signedOut).toHaveBeenCalledTimes(1);
});

it('follows next to the end of a list, and keeps what it has when a page fails', async () => {
  const pages: Record<string, () => Promise<{ items: number[]; next: string | null }>> = {
    start: async () => ({ items: [1, 2], next: 'b' }),
    b: async () => {
      throw new ApiProblem({ status: 503 });
    }
  };
  const list = await PagedList.start((cursor) => (pages[cursor ?? 'start'] as (typeof pages)[string])());
  await list.more();
  expect(list.items).toEqual([1, 2]);
  expect(list.error).toMatchObject({ status: 503 });
  expect(list.hasMore).toBe(true);
  pages.b = async () => ({ items: [3], next: null });
  await list.more();
  expect(list.items).toEqual([1, 2, 3]);
  expect(list.hasMore).toBe(false);
});
