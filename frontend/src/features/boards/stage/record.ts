import { sortActions } from './agreed.ts';
import type { BoardView } from './service.ts';
import { type Topic, topics } from './topics.ts';

type Card = BoardView['cards'][string];

export interface RecordColumn {
  key: string;
  title: string;
  topics: { topic: Topic; cards: Card[] }[];
  count: number;
  /** Cards that not everybody has been shown, whoever reads this. */
  hidden: number;
}

/** A board set out to be read on paper: what everybody could see of it, in the order that matters. */
export function recordOf(view: BoardView) {
  const cards = new Map(Object.entries(view.cards).filter(([, card]) => !card.hidden));
  const all = topics({
    columns: view.board.plan.columns,
    cards,
    groups: new Map(Object.entries(view.groups)),
    totals: view.votes.open ? {} : (view.votes.totals ?? {})
  });
  const columns = view.board.plan.columns.map(({ key, title }): RecordColumn => {
    const own = all.filter((topic) => topic.column === key);
    return {
      key,
      title,
      topics: own.map((topic) => ({ topic, cards: topic.cards.flatMap((id) => cards.get(id) ?? []) })),
      count: own.reduce((sum, topic) => sum + topic.cards.length, 0),
      hidden: view.hidden[key] ?? 0
    };
  });
  const people = Object.values(view.people).filter(({ gone }) => !gone).sort((a, b) => a.name.localeCompare(b.name));
  return {
    columns,
    voted: all.filter((topic) => topic.dots > 0),
    decisions: Object.values(view.decisions).sort((a, b) => (a.position < b.position ? -1 : 1)),
    actions: sortActions(Object.entries(view.actions)),
    came: people
  };
}
