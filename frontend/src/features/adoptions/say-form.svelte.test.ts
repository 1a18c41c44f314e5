import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '#api/client.ts';
import { keptOf } from './kept.ts';
import SayForm from './SayForm.svelte';
import * as service from './service.ts';

vi.mock('./service.ts', () => ({ say: vi.fn(), fetchAdoptions: vi.fn(), takeBack: vi.fn() }));

const school = (urn: number, name: string) => ({
  school: { urn, name, phase: 'Primary', pupils: 96, fsm_percent: null, cluster: null },
  said: false,
  journeys: [] as { id: string; title: string }[]
});
const eel = school(1, 'Eelby Infant School');
const swale = school(2, 'Swale Primary School');

let form: Record<string, unknown> | undefined;
const told = { said: vi.fn(), behind: vi.fn(async () => undefined), cancelled: vi.fn() };

function open(props: Record<string, unknown> = {}): HTMLElement {
  document.body.innerHTML = '';
  form = mount(SayForm, {
    target: document.body,
    props: {
      story: 'sheet',
      what: 'resource',
      mine: [eel],
      online: true,
      startJourney: '/write',
      behind: false,
      onsaid: told.said,
      onbehind: told.behind,
      oncancel: told.cancelled,
      ...props
    } as never
  });
  flushSync();
  return document.body;
}

async function close() {
  if (form) await unmount(form);
  form = undefined;
}

const fields = () => [...document.querySelectorAll('textarea')];
const radios = () => [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')];
const button = (words: string) => [...document.querySelectorAll('button')].find((one) => one.textContent?.includes(words));

function write(field: HTMLTextAreaElement | undefined, words: string) {
  if (!field) throw new Error('no such field');
  field.value = words;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

function choose(number: number) {
  radios()[number]?.click();
  flushSync();
}

function send() {
  document.querySelector('form')?.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  flushSync();
}

beforeEach(() => sessionStorage.clear());
afterEach(async () => {
  await close();
  vi.resetAllMocks();
  told.behind.mockImplementation(async () => undefined);
});

describe('saying what one’s school did', () => {
  it('asks first what was done, and where the answer is missing leads there', () => {
    open();
    send();
    expect(document.querySelector('[role=alert]')?.textContent).toBe('Choose what your school did with it.');
    expect(document.activeElement).toBe(radios()[0]);
    expect(service.say).not.toHaveBeenCalled();
  });

  it('asks about the outcome by what was done, and speaks of resources where it is one', () => {
    expect(open().textContent).toContain('We use it the way it comes.');
    expect(document.body.textContent).toContain('Everyone who can read this resource');
    choose(2);
    expect(document.body.textContent).toContain('Why did you stop?');
    choose(1);
    expect(document.body.textContent).toContain('What did you change, and what came of it?');
  });

  it('sends what was said once, and keeps nothing of it', async () => {
    const picture = { schools: [] } as unknown as service.Picture;
    vi.mocked(service.say).mockResolvedValue(picture);
    open();
    choose(1);
    write(fields()[0], 'Year 4');
    send();
    send();
    await vi.waitFor(() => expect(told.said).toHaveBeenCalledWith(picture, 1));
    expect(vi.mocked(service.say).mock.calls).toEqual([
      ['sheet', 1, { stance: 'adapted', context: 'Year 4', result: '', journey: null }, undefined]
    ]);
    expect(sessionStorage.length).toBe(0);
  });

  it('loses nothing by a reload, also before anything is chosen', async () => {
    open();
    write(fields()[1], 'Two headings get filled in.');
    await close();
    open();
    expect(fields()[1]?.value).toBe('Two headings get filled in.');
    expect(radios().some((one) => one.checked)).toBe(false);
    button('Cancel')?.click();
    expect(told.cancelled).toHaveBeenCalled();
    await close();
    open();
    expect(fields()[1]?.value).toBe('');
  });

  it('takes what was written along to the school that was meant', async () => {
    open({ mine: [eel, swale] });
    write(fields()[0], 'Year 4');
    const chosen = document.querySelector('select');
    if (!chosen) throw new Error('no choice of schools');
    const option = [...chosen.options].find((one) => one.text === swale.school.name);
    // This document knows ":checked" of boxes only, by which the choice is read.
    vi.spyOn(chosen, 'querySelector').mockReturnValue(option ?? null);
    chosen.dispatchEvent(new Event('change', { bubbles: true }));
    flushSync();
    expect(fields()[0]?.value).toBe('Year 4');
    expect(keptOf('sheet', 1)).toBeUndefined();
    expect(keptOf('sheet', 2)).toMatchObject({ context: 'Year 4' });
  });

  it('shows what is wrong where it is wrong, and keeps the words', async () => {
    vi.mocked(service.say).mockRejectedValue(
      new ApiProblem({
        status: 422,
        title: 'Not yet',
        errors: [{ where: 'context', message: 'There is a telephone number in this.' }]
      })
    );
    open();
    choose(0);
    write(fields()[0], 'Ring 01522 555123');
    send();
    await vi.waitFor(() => expect(document.body.textContent).toContain('There is a telephone number in this.'));
    expect(fields()[0]?.value).toBe('Ring 01522 555123');
    expect(told.said).not.toHaveBeenCalled();
  });

  it('says when somebody at the school was quicker, and asks for what stands there now', async () => {
    vi.mocked(service.say).mockRejectedValue(new ApiProblem({ status: 412, title: 'Changed meanwhile' }));
    open();
    choose(0);
    send();
    await vi.waitFor(() => expect(told.behind).toHaveBeenCalledWith(1));
    await close();
    open({ behind: true });
    expect(document.body.textContent).toContain('Somebody at your school was quicker');
  });

  it('sends nothing without a connection, and says so', () => {
    open({ online: false });
    expect(document.body.textContent).toContain('You are offline. What you wrote stays here');
    expect(button('Say it for')?.disabled).toBe(true);
  });
});
