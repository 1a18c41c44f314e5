import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Editing } from './editing.svelte.ts';
import type { Collection } from './service.ts';

const item = (id: string, note = '') => ({ story: { id }, note, note_html: '' });
const collection = (version: number, ids: string[], note = ''): Collection =>
  ({
    id: 'c',
    title: 'Mine',
    introduction: '',
    version,
    items: ids.map((id) => item(id, note))
  }) as unknown as Collection;

interface Call {
  method: string;
  path: string;
  version: string | null;
  body: unknown;
}

let calls: Call[] = [];
let answers: ((call: Call) => Response)[] = [];

const ok = (view: Collection) => () => Response.json(view);
const changed = () =>
  new Response(JSON.stringify({ type: 'changed', title: 'Changed', status: 412, detail: '' }), {
    status: 412,
    headers: { 'content-type': 'application/problem+json' }
  });

beforeEach(() => {
  calls = [];
  answers = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const text = await request.text();
    const call = {
      method: request.method,
      path: new URL(request.url).pathname,
      version: request.headers.get('if-match'),
      body: text ? (JSON.parse(text) as unknown) : undefined
    };
    calls.push(call);
    const answer = answers.shift();
    if (!answer) throw new Error(`nothing answers ${call.method} ${call.path}`);
    return answer(call);
  });
});
afterEach(() => vi.unstubAllGlobals());

const ids = (editing: Editing) => editing.view.items.map((one) => one.story.id);

it('sends changes one after another, each from the version that the one before made', async () => {
  const editing = new Editing(collection(3, ['a', 'b']));
  answers = [ok(collection(4, ['a', 'b'], 'first')), ok(collection(5, ['a', 'b'], 'first'))];
  await Promise.all([editing.note('a', 'first', ''), editing.text('title', 'Mine', 'Mine')]);
  expect(calls.map((call) => call.version)).toEqual(['"3"', '"4"']);
  expect(editing.state).toBe('saved');
});

it('makes a change again on top of what somebody else changed elsewhere', async () => {
  const editing = new Editing(collection(3, ['a', 'b']));
  answers = [changed, ok(collection(7, ['a', 'b'])), ok(collection(8, ['b', 'a']))];
  expect(await editing.move(0, 1)).toBe('saved');
  expect(calls.map((call) => call.method)).toEqual(['PUT', 'GET', 'PUT']);
  expect(calls[2]?.version).toBe('"7"');
  expect(ids(editing)).toEqual(['b', 'a']);
});

it('never overwrites the same thing: theirs is shown', async () => {
  const editing = new Editing(collection(3, ['a', 'b', 'c']));
  answers = [changed, ok(collection(7, ['c', 'b', 'a']))];
  expect(await editing.move(0, 1)).toBe('conflict');
  expect(ids(editing)).toEqual(['c', 'b', 'a']);
  answers = [changed, ok(collection(8, ['c', 'b', 'a'], 'theirs'))];
  expect(await editing.note('a', 'mine', '')).toBe('conflict');
  expect(editing.view.items[0]?.note).toBe('theirs');
});

it('moves no row back when an earlier change is answered', async () => {
  const editing = new Editing(collection(3, ['a', 'b', 'c']));
  const seen: string[] = [];
  const answer = (view: Collection) => () => {
    seen.push(ids(editing).join(''));
    return Response.json(view);
  };
  answers = [
    answer(collection(4, ['b', 'a', 'c'])),
    answer(collection(5, ['b', 'a', 'c'], 'said')),
    answer(collection(6, ['b', 'c', 'a'], 'said'))
  ];
  await Promise.all([editing.move(0, 1), editing.note('a', 'said', ''), editing.move(1, 2)]);
  expect(seen).toEqual(['bca', 'bca', 'bca']);
  expect(ids(editing)).toEqual(['b', 'c', 'a']);
  expect(editing.view.items[0]?.note).toBe('said');
});

it('says that something is not saved, and goes back to the order that is', async () => {
  const editing = new Editing(collection(3, ['a', 'b']));
  answers = [() => new Response('', { status: 503 }), ok(collection(3, ['a', 'b']))];
  const moving = editing.move(0, 1);
  expect(ids(editing)).toEqual(['b', 'a']);
  expect(await moving).toBe('failed');
  expect(ids(editing)).toEqual(['a', 'b']);
  expect(editing.state).toBe('unsaved');
});

it('is not saved while a field holds words that were not sent', () => {
  const editing = new Editing(collection(3, ['a']));
  expect(editing.state).toBe('saved');
  editing.unsaved.add('note');
  expect(editing.state).toBe('saving');
});
