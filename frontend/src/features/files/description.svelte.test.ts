import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '#api/client.ts';
import { Description, descriptions } from './description.svelte.ts';

const offline = () => Promise.reject(new ApiProblem({ status: 0, title: 'Offline' }));
const made: Description[] = [];

function open(before: string, send: (words: string) => Promise<unknown>, file = 'wall'): Description {
  const one = new Description(file, before, send);
  made.push(one);
  return one;
}

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
});
afterEach(() => {
  for (const one of made.splice(0)) one.close();
  vi.useRealTimers();
});

describe('what is said of a file', () => {
  it('is saved a second after the last key, once', async () => {
    const send = vi.fn(async () => undefined);
    const one = open('', send);
    one.write('Our');
    one.write('Our wall ');
    expect([one.waits, descriptions.unsaved]).toEqual([true, true]);
    await vi.advanceTimersByTimeAsync(999);
    expect(send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(send.mock.calls).toEqual([['Our wall']]);
    expect([one.waits, descriptions.unsaved]).toEqual([false, false]);
    expect(sessionStorage.length).toBe(0);
  });

  it('is tried again while the connection is lost, and at once when it is back', async () => {
    const send = vi.fn<(words: string) => Promise<unknown>>(offline);
    const one = open('', send);
    one.write('Our wall');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(one.problem).toBe('Not saved yet. It is saved when the connection is back.');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(send).toHaveBeenCalledTimes(2);
    send.mockResolvedValue(undefined);
    one.again();
    await vi.advanceTimersByTimeAsync(0);
    expect([one.waits, one.problem, descriptions.unsaved]).toEqual([false, '', false]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).toHaveBeenCalledTimes(3);
  });

  it('outlasts a reload', async () => {
    const before = open('Old', offline);
    before.write('Our wall');
    await vi.advanceTimersByTimeAsync(1_000);
    before.close();
    expect(descriptions.unsaved).toBe(false);
    const send = vi.fn(async () => undefined);
    const after = open('Old', send);
    expect([after.text, descriptions.unsaved]).toEqual(['Our wall', true]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(send.mock.calls).toEqual([['Our wall']]);
  });

  it('does not write over what somebody else wrote meanwhile, unseen', async () => {
    const before = open('Old', offline);
    before.write('Our wall');
    before.close();
    const send = vi.fn(async () => undefined);
    const after = open('Theirs', send);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(send).not.toHaveBeenCalled();
    expect([after.text, after.saved]).toEqual(['Our wall', 'Theirs']);
    await after.save();
    expect(send.mock.calls).toEqual([['Our wall']]);
  });

  it('lets in what others write while one is not writing', () => {
    const one = open('Old', async () => undefined);
    one.theirs('Theirs');
    expect(one.text).toBe('Theirs');
    one.write('Mine');
    one.theirs('Theirs again');
    expect(one.text).toBe('Mine');
  });

  it('says why words were refused, and does not send them again', async () => {
    const send = vi.fn(() => Promise.reject(new ApiProblem({ status: 403, title: 'Not yours', detail: 'Ask its authors.' })));
    const one = open('', send);
    one.write('Our wall');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).toHaveBeenCalledTimes(1);
    expect(one.problem).toContain('Not saved. Not yours.');
  });

  it('is sent before a version is, with what was typed last', async () => {
    let arrive = () => {};
    const send = vi.fn((words: string) => (words === 'Our' ? new Promise<void>((done) => (arrive = done)) : Promise.resolve()));
    const one = open('', send);
    one.write('Our');
    await vi.advanceTimersByTimeAsync(1_000);
    one.write('Our wall');
    const settled = descriptions.settle();
    arrive();
    await settled;
    expect(send.mock.calls).toEqual([['Our'], ['Our wall']]);
    expect(descriptions.unsaved).toBe(false);
  });
});
