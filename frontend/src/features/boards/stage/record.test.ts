import { expect, it } from 'vitest';
import { recordOf } from './record.ts';
import type { BoardView } from './service.ts';

const card = (text: string, hidden: boolean): BoardView['cards'][string] => ({
  by: null,
  column: 'works',
  group: null,
  hidden,
  mine: hidden,
  position: text,
  reacted: [],
  reactions: {},
  school: null,
  tags: [],
  text
});

it('holds what everybody has been shown, and of the rest only how much there is', () => {
  const view = {
    board: { plan: { columns: [{ key: 'works', title: 'What is working' }] } },
    people: {},
    cards: { a: card('We plan on Fridays.', false), b: card('Mine alone so far.', true) },
    groups: {},
    hidden: { works: 3 },
    votes: { open: false, totals: {} },
    decisions: {},
    actions: {}
  } as unknown as BoardView;
  const [column] = recordOf(view).columns;
  expect(column?.topics.map(({ cards }) => cards.map(({ text }) => text))).toEqual([['We plan on Fridays.']]);
  expect(column).toMatchObject({ count: 1, hidden: 3 });
});
