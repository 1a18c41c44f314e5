import { many } from './counts.ts';

interface Placed {
  column: string;
  position: string;
}

interface CardFacts extends Placed {
  group: string | null;
  text: string;
  hidden: boolean;
}

interface GroupFacts extends Placed {
  name: string;
}

/** A group of cards, or a card that is in none: what can be voted on and discussed. */
export interface Topic {
  id: string;
  title: string;
  column: string;
  group: boolean;
  /** Ids of its cards, in order. */
  cards: string[];
  dots: number;
}

export interface TopicSource {
  columns: readonly { key: string }[];
  cards: ReadonlyMap<string, CardFacts>;
  groups: ReadonlyMap<string, GroupFacts>;
  totals: Readonly<Record<string, number>>;
}

const before = (a: Placed, b: Placed) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0);

/** A title that fits on a line. */
export function shortTitle(text: string, most = 90): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2)).trimEnd()} …`;
}

/** What everybody can see of the board by topic: most dots first, then as the columns go. */
export function topics({ columns, cards, groups, totals }: TopicSource): Topic[] {
  const order = new Map(columns.map((column, index) => [column.key, index]));
  const grouped = new Map<string, string[]>();
  const found: (Topic & Placed)[] = [];
  const sorted = [...cards].filter(([, card]) => !card.hidden).sort(([, a], [, b]) => before(a, b));
  for (const [id, card] of sorted) {
    if (card.group && groups.has(card.group)) {
      const together = grouped.get(card.group);
      if (together) together.push(id);
      else grouped.set(card.group, [id]);
    } else {
      const { column, position } = card;
      found.push({ id, title: shortTitle(card.text), column, position, group: false, cards: [id], dots: totals[id] ?? 0 });
    }
  }
  for (const [id, { name, column, position }] of groups) {
    const together = grouped.get(id);
    if (!together) continue;
    const title = name || `${many(together.length, 'card')} without a name`;
    // Cards may have been given dots before they were put together.
    const dots = together.reduce((sum, card) => sum + (totals[card] ?? 0), totals[id] ?? 0);
    found.push({ id, title, column, position, group: true, cards: together, dots });
  }
  const place = (topic: Topic) => order.get(topic.column) ?? order.size;
  return found.sort((a, b) => b.dots - a.dots || place(a) - place(b) || before(a, b));
}

/** The topic to take up after this one: the next that got dots, else whatever comes next. */
export function nextTopic(all: readonly Topic[], now: string | null, seen: ReadonlySet<string>): Topic | undefined {
  const from = all.findIndex((topic) => topic.id === now);
  const after = [...all.slice(from + 1), ...all.slice(0, from + 1)];
  return after.find((topic) => topic.id !== now && !seen.has(topic.id));
}
