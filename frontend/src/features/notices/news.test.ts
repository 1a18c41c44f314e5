import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toasts } from '#ui/toast.svelte.ts';
import { News } from './news.svelte.ts';
import type { Notice } from './service.ts';

const notice = (id: number): Notice => ({
  id,
  kind: 'exemplar_awarded',
  at: '2026-11-20T12:00:00Z',
  words: `News ${id}`,
  message: '',
  by: null,
  link: null,
  read: false
});

let asked: string[] = [];
let refuse = false;

beforeEach(() => {
  asked = [];
  refuse = false;
  toasts.list = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    if (refuse) return new Response('{}', { status: 503 });
    return request.url.endsWith('read-all')
      ? Response.json({ ids: [1, 2, 3] })
      : new Response(null, { status: 204 });
  });
});
afterEach(() => vi.unstubAllGlobals());

it('puts one away, and back by undo', async () => {
  const news = new News([notice(1), notice(2)], 2);
  await news.dismiss(notice(1));
  expect(news.list.map((one) => one.id)).toEqual([2]);
  await toasts.list[0]?.undo?.();
  expect(news.list.map((one) => one.id)).toEqual([1, 2]);
  expect(news.unread).toBe(2);
  expect(asked).toEqual(['POST /api/notices/1/read', 'DELETE /api/notices/1/read']);
});

it('puts all away, and all that were unread back by undo', async () => {
  const news = new News([notice(1), notice(2)], 3);
  await news.dismissAll();
  expect([news.list.length, news.unread]).toEqual([0, 0]);
  await toasts.list[0]?.undo?.();
  expect([news.list.length, news.unread]).toEqual([2, 3]);
  expect(asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(3);
});

it('shows it again where the server did not hear of it', async () => {
  refuse = true;
  const news = new News([notice(1)], 1);
  await news.dismiss(notice(1));
  expect(news.list).toHaveLength(1);
  expect(news.unread).toBe(1);
});
