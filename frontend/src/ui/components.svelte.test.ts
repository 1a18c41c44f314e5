import { type Component, createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import Button from './Button.svelte';
import Dialog from './Dialog.svelte';
import Field from './Field.svelte';
import { wantHeadingFocus } from './heading-focus.ts';
import MoreButton from './MoreButton.svelte';
import NumberChip from './NumberChip.svelte';
import PageHeading from './PageHeading.svelte';

const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }));

let mounted: ReturnType<typeof mount>[] = [];
let main: HTMLElement;

beforeEach(() => {
  main = document.body.appendChild(document.createElement('main'));
});
afterEach(async () => {
  await Promise.all(mounted.map((component) => unmount(component)));
  mounted = [];
});

function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): HTMLElement {
  mounted.push(mount(component, { target: main, props }));
  flushSync();
  return main;
}

it('a busy button keeps its place and ignores presses', () => {
  const onclick = vi.fn();
  const button = show(Button, { busy: true, onclick, children: text('Publish') }).querySelector('button');
  button?.click();
  expect(onclick).not.toHaveBeenCalled();
  expect(button?.getAttribute('aria-disabled')).toBe('true');
  expect(button?.disabled).toBe(false);
});

it('a field ties its label, hint and error to the control', () => {
  const children = createRawSnippet((control: () => { id: string; 'aria-describedby'?: string }) => ({
    render: () => `<input id="${control().id}" aria-describedby="${control()['aria-describedby']}">`
  }));
  show(Field, { label: 'Title', hint: 'A few words.', error: 'Please write a title.', children });
  const input = main.querySelector('input');
  const said = (input?.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id));
  expect(main.querySelector('label')?.htmlFor).toBe(input?.id);
  expect(said.map((element) => element?.textContent)).toEqual(['A few words.', 'Please write a title.']);
});

describe('a dialog', () => {
  const children = createRawSnippet(() => ({ render: () => '<p><input class="text"><input type="search"></p>' }));

  function opened(): HTMLDialogElement {
    const dialog = show(Dialog, { open: true, title: 'A number', children }).querySelector('dialog');
    if (!dialog) throw new Error('no dialog');
    return dialog;
  }

  function type(dialog: HTMLElement, field: string, words: string) {
    const input = dialog.querySelector<HTMLInputElement>(field);
    if (!input) throw new Error(`no ${field}`);
    input.value = words;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  const beside = (dialog: HTMLElement) => {
    dialog.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    flushSync();
  };

  it('closes by a press beside it while nothing is typed in it', () => {
    const dialog = opened();
    type(dialog, '[type=search]', 'looked for');
    type(dialog, '.text', 'taken back');
    type(dialog, '.text', '');
    beside(dialog);
    expect(dialog.open).toBe(false);
  });

  it('keeps what was typed, and says so, until it is closed by its cross', () => {
    const dialog = opened();
    type(dialog, '.text', '12');
    beside(dialog);
    expect(dialog.open).toBe(true);
    expect(dialog.querySelector('[role=status]')?.textContent).toContain('still here');
    const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
    dialog.querySelector('.text')?.dispatchEvent(key);
    expect(key.defaultPrevented).toBe(true);
    dialog.querySelector<HTMLButtonElement>('button[aria-label="Close"]')?.click();
    expect(dialog.open).toBe(false);
  });
});

it.each([
  [1, 'hue-1'],
  [7, 'hue-7'],
  [8, 'hue-1']
])('chip %i has %s, and always says its number', (number, hue) => {
  const chip = show(NumberChip, { number, label: 'Fully prepared', only: true }).querySelector('.chip');
  expect(chip?.classList.contains(hue)).toBe(true);
  expect(chip?.querySelector('b')?.textContent).toBe(String(number));
  expect(chip?.textContent).toContain('Fully prepared');
});

it('the heading of a new page takes the focus, also when it comes late', () => {
  wantHeadingFocus();
  const heading = show(PageHeading, { title: 'Fenside cluster' }).querySelector('h1');
  expect(document.activeElement).toBe(heading);
  expect(document.title).toBe('Fenside cluster · Mobilise');
});

it('a late heading does not pull somebody away who is already in the page', () => {
  const input = main.appendChild(document.createElement('input'));
  wantHeadingFocus();
  input.focus();
  show(PageHeading, { title: 'Fenside cluster' });
  expect(document.activeElement).toBe(input);
});

it('the focus is not lost when the last page of a list has come', async () => {
  const list = $state({
    hasMore: true,
    busy: false,
    error: undefined,
    more: async () => {
      list.hasMore = false;
    }
  });
  show(MoreButton, { list, label: 'Show older stories' });
  main.querySelector('button')?.focus();
  main.querySelector('button')?.click();
  flushSync();
  expect(main.querySelector('button')).toBeNull();
  expect(document.activeElement?.textContent).toBe('That is all there is.');
});
