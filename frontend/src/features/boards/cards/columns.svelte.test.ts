import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { announcer } from '#ui/announcer.svelte.ts';
import { toasts } from '#ui/toast.svelte.ts';
import Columns from './Columns.svelte';
import { FakeBoard } from './fake-board.svelte.ts';

let board: FakeBoard;
let shown: ReturnType<typeof mount> | undefined;

beforeEach(() => {
  localStorage.clear();
  announcer.urgent = '';
  board = new FakeBoard();
  board.put('w1', 'well', 'Vocabulary before the lesson');
  board.put('w2', 'well', 'Least help first');
  board.put('n1', 'not', 'No time to talk', { mine: true, by: 'p1' });
});
afterEach(hide);

function show(): void {
  shown = mount(Columns, { target: document.body, props: { board } });
  flushSync();
}

async function hide(): Promise<void> {
  if (shown) await unmount(shown);
  shown = undefined;
}

const row = (id: string) => document.querySelector<HTMLElement>(`[data-row="${id}"]`);
const part = (name: string, within: ParentNode | null = document) =>
  within?.querySelector<HTMLElement>(`[data-part="${name}"]`);
const rows = (column: string) =>
  [...document.querySelectorAll<HTMLElement>(`[data-column="${column}"] [data-row]`)].map((one) => one.dataset.row);
const focused = () => document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim();

function press(...keys: string[]): void {
  for (const key of keys) {
    const [, shift, name = ''] = /^(Shift\+)?(.+)$/.exec(key) ?? [];
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: name, shiftKey: shift !== undefined, bubbles: true, cancelable: true })
    );
    flushSync();
  }
}

function type(element: HTMLElement | null | undefined, text: string): void {
  if (!(element instanceof HTMLTextAreaElement)) throw new Error('Nothing to type in');
  element.focus();
  element.value = text;
  element.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

it('keys lift a card, carry it to another column and put it down, and say where it is', () => {
  show();
  row('w2')?.focus();
  press(' ');
  expect(announcer.urgent).toContain('“Least help first” lifted, place 2 of 2 in What is working.');
  press('ArrowRight');
  expect(rows('not')).toEqual(['n1', 'w2']);
  expect(focused()).toBe('w2');
  expect(board.sent).toEqual([]);
  press('ArrowUp', ' ');
  expect(board.sent).toEqual([{ do: 'card.move', card: 'w2', column: 'not', group: null, after: null }]);
  expect(rows('not')).toEqual(['w2', 'n1']);
  expect(focused()).toBe('w2');
  expect(announcer.urgent).toBe('“Least help first” is now place 1 of 2 in What is not.');
});

it('Escape puts a lifted card back, and nothing was sent', () => {
  show();
  row('w2')?.focus();
  press(' ', 'ArrowRight', 'ArrowRight', 'Escape');
  expect(rows('well')).toEqual(['w1', 'w2']);
  expect(focused()).toBe('w2');
  expect(board.sent).toEqual([]);
  expect(announcer.urgent).toContain('is back: place 2 of 2');
});

it('G groups a lifted card with the one above, and cards go into and out of the group by keys', () => {
  board.put('w3', 'well', 'Fridays');
  show();
  row('w2')?.focus();
  press(' ', 'g');
  const [made] = board.sent;
  expect(made).toMatchObject({ do: 'group.make', cards: ['w1', 'w2'] });
  const group = made?.do === 'group.make' ? made.group : '';
  expect(rows('well')).toEqual([group, 'w1', 'w2', 'w3']);
  expect(focused()).toBe('w2');
  row('w3')?.focus();
  press(' ', 'ArrowUp');
  expect(announcer.urgent).toContain('place 3 of 3 in the group');
  press('ArrowUp', ' ');
  expect(board.sent.at(-1)).toEqual({ do: 'card.move', card: 'w3', column: 'well', group, after: 'w1' });
});

it('the menu makes the same moves in words', async () => {
  show();
  part('menu', row('w2'))?.click();
  await tick();
  const choice = (name: string) =>
    [...document.querySelectorAll<HTMLButtonElement>('.panel button')].find((one) => words(one) === name);
  expect(choice('Move down')?.disabled).toBe(true);
  choice('Move to “What puzzles us”')?.click();
  flushSync();
  expect(rows('why')).toEqual(['w2']);
  expect(part('menu', row('w2'))).toBe(document.activeElement);
  expect(announcer.urgent).toContain('place 1 of 1 in What puzzles us');
});

it('where cards cannot be moved, Space says so and no menu offers it', () => {
  board.stage('discuss');
  show();
  row('w1')?.focus();
  press(' ', 'ArrowRight');
  expect(announcer.urgent).toBe('Cards cannot be moved in this stage.');
  expect(part('menu', row('w1'))).toBeFalsy();
});

it('a lifted card is put back when the meeting goes on', () => {
  show();
  row('w2')?.focus();
  press(' ', 'ArrowRight');
  board.stage('vote');
  flushSync();
  expect(rows('well')).toEqual(['w1', 'w2']);
  expect(announcer.urgent).toContain('It is back where it was.');
});

it('the focus goes with a card that somebody else moves, and to the next when it is removed', () => {
  show();
  row('w2')?.focus();
  void board.do({ do: 'card.move', card: 'w2', column: 'why', group: null, after: null });
  flushSync();
  expect(focused()).toBe('w2');
  expect(rows('why')).toEqual(['w2']);
  row('w1')?.focus();
  board.put('w4', 'well', 'Another');
  flushSync();
  board.cards.delete('w1');
  flushSync();
  expect(focused()).toBe('w4');
  board.cards.delete('w4');
  flushSync();
  expect(words(document.activeElement)).toBe('What is working');
});

it('the focus is not taken back after a press elsewhere', () => {
  show();
  row('w1')?.focus();
  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  (document.activeElement as HTMLElement).blur();
  board.put('w4', 'well', 'Another');
  flushSync();
  expect(document.activeElement).toBe(document.body);
});

it('each column has one stop for Tab, where the focus last was', () => {
  show();
  const stops = () => [...document.querySelectorAll('[data-row][tabindex="0"]')].map((one) => one.getAttribute('data-row'));
  expect(stops()).toEqual(['w1', 'n1']);
  row('w1')?.focus();
  press('ArrowDown');
  expect(stops()).toEqual(['w2', 'n1']);
  press('ArrowRight');
  expect(focused()).toBe('n1');
});

it('Enter adds a card and stays for the next one', async () => {
  board.stage('write');
  show();
  const box = () => part('compose', document.querySelector('[data-column="why"]'));
  type(box(), 'Who reads the plans?');
  press('Enter');
  await tick();
  expect(board.sent).toMatchObject([{ do: 'card.add', column: 'why', text: 'Who reads the plans?' }]);
  expect(box()).toBe(document.activeElement);
  expect((box() as HTMLTextAreaElement).value).toBe('');
  expect(announcer.urgent).toBe('Added to What puzzles us. Only you see it yet.');
  expect(words(document.querySelector('[data-column="why"] article'))).toContain('Only you see this yet');
});

it('what was begun is still there after the page was left, and gone once it is sent', async () => {
  board.stage('write');
  show();
  type(part('compose'), 'Half a thought');
  await hide();
  show();
  const box = part('compose') as HTMLTextAreaElement;
  expect(box.value).toBe('Half a thought');
  box.focus();
  press('Enter');
  await hide();
  show();
  expect((part('compose') as HTMLTextAreaElement).value).toBe('');
});

it('words that the server did not take come back to the box, with the reason', async () => {
  board.stage('write');
  board.refuses = 'The facilitator has locked the board for a moment.';
  show();
  type(part('compose'), 'Not yet');
  press('Enter');
  await vi.waitFor(() => expect((part('compose') as HTMLTextAreaElement).value).toBe('Not yet'));
  flushSync();
  expect(document.body.textContent).toContain('The facilitator has locked the board');
});

it('of cards that others write there is a number alone', () => {
  board.stage('write');
  board.put('h1', 'why', 'Mine', { mine: true, hidden: true });
  board.hidden = { why: 4, not: 1 };
  show();
  expect(words(document.querySelector('[data-column="why"] .others'))).toBe('3 cards that others are writing');
  expect(words(document.querySelector('[data-column="why"] header span'))).toBe('4 cards');
  expect(words(document.querySelector('[data-column="not"] .others'))).toBe('One card that somebody else is writing');
});

it('one changes one’s own card where it stands', async () => {
  show();
  row('n1')?.focus();
  press('Enter');
  await tick();
  const box = part('words', row('n1'));
  expect(document.activeElement).toBe(box);
  type(box, 'No time to talk on Fridays');
  press('Enter');
  expect(board.sent).toEqual([{ do: 'card.edit', card: 'n1', text: 'No time to talk on Fridays' }]);
  expect(focused()).toBe('n1');
  expect(words(row('n1')?.querySelector('.words'))).toBe('No time to talk on Fridays');
});

it('a card that is removed while one changes it gives the words back', async () => {
  show();
  row('n1')?.focus();
  press('Enter');
  await tick();
  type(part('words', row('n1')), 'Other words');
  board.cards.delete('n1');
  flushSync();
  const [told] = toasts.list;
  expect(told?.words).toBe('The card you were changing was removed.');
  await told?.undo?.();
  expect(board.sent).toMatchObject([{ do: 'card.add', column: 'not', text: 'Other words' }]);
});

it('somebody else’s card can be tagged while sorting, and its words stay theirs', async () => {
  show();
  row('w1')?.focus();
  press('Enter');
  await tick();
  expect(row('w1')?.querySelector('textarea')).toBeNull();
  row('w1')?.querySelector<HTMLElement>('[aria-label^="Recommendation 4"]')?.click();
  flushSync();
  [...(row('w1')?.querySelectorAll('button') ?? [])].find((one) => words(one) === 'Done')?.click();
  flushSync();
  expect(board.sent).toEqual([{ do: 'card.edit', card: 'w1', tags: [4] }]);
  expect(words(row('w1')?.querySelector('footer'))).toContain('4');
});

it('dots are put and taken by keys, and one hears how many are left', () => {
  board.stage('vote');
  board.head = { ...board.head, plan: { ...board.head.plan, stages: board.head.plan.stages.map((one) => ({ ...one, dots_per_card: 2 })) } };
  show();
  row('w1')?.focus();
  press('v');
  expect(announcer.urgent).toBe('1 dot of yours on “Vocabulary before the lesson”. You have 2 left.');
  expect(words(document.querySelector('[data-column="well"] header span'))).toBe('2 dots left');
  press('+', 'v', 'v');
  expect(toasts.list.filter(({ words }) => words === 'At most 2 dots of yours can be on one card.')).toHaveLength(1);
  press('Shift+V');
  expect(announcer.urgent).toContain('1 dot of yours');
  expect(board.votes.mine.w1).toBe(1);
  expect(row('w1')?.querySelectorAll('.put i.on')).toHaveLength(1);
});

it('dots are for a group as a whole, and totals show when the vote is over', () => {
  board.groups.set('g', { column: 'why', position: 'a0', name: 'Plans' });
  board.put('y1', 'why', 'Sundays', { group: 'g' });
  board.stage('vote');
  show();
  expect(part('put', row('y1'))).toBeFalsy();
  part('put', row('g'))?.click();
  flushSync();
  expect(board.votes.mine).toEqual({ g: 1 });
  part('take', row('g'))?.click();
  part('put', row('w1'))?.click();
  flushSync();
  board.stage('discuss');
  flushSync();
  expect(words(row('w1')?.querySelector('.total'))).toBe('1 dot');
  expect(part('put')).toBeFalsy();
});

it('a group has the dots that its cards were given before they were put together', () => {
  board.put('y1', 'why', 'Sundays');
  board.stage('vote');
  board.votes = { ...board.votes, mine: { y1: 2, g: 1 } };
  board.stage('discuss');
  board.groups.set('g', { column: 'why', position: 'a0', name: 'Plans' });
  board.cards.set('y1', { ...board.cards.get('y1')!, group: 'g' });
  show();
  expect(words(row('g')?.querySelector('.total'))).toBe('3 dots');
});

it('a reaction is given and taken back', async () => {
  show();
  part('react', row('w1'))?.click();
  await tick();
  [...document.querySelectorAll<HTMLElement>('.choice')].find((one) => words(one) === 'Thank you')?.click();
  flushSync();
  expect(part('react-thanks', row('w1'))?.getAttribute('aria-label')).toBe('Thank you: 1');
  part('react-thanks', row('w1'))?.click();
  flushSync();
  expect(part('react-thanks', row('w1'))).toBeFalsy();
  expect(board.sent.map((one) => one.do === 'card.react' && one.on)).toEqual([true, false]);
});

it('the wall shows cards and offers nothing', () => {
  Object.assign(board, { view: 'wall', me: null });
  show();
  expect(rows('well')).toEqual(['w1', 'w2']);
  expect(document.querySelectorAll('[data-part]')).toHaveLength(0);
});

it('of thousands of cards only those near the window are in the page, and the one in hand', () => {
  for (let index = 0; index < 600; index++) board.put(`m${index}`, 'why', `Card ${index}`);
  show();
  const first = rows('why');
  expect(first.length).toBeLessThan(60);
  expect(first).not.toContain('m599');
  row('m0')?.focus();
  press(' ', 'End');
  expect(rows('why').at(-1)).toBe('m0');
  expect(focused()).toBe('m0');
  expect(announcer.urgent).toContain('place 600 of 600');
});
