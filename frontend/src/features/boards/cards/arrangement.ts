/** Cards and groups as a column shows them: one list of rows, a group's cards under its head. */

interface Placed {
  column: string;
  position: string;
}

interface PlacedCard extends Placed {
  group: string | null;
  hidden: boolean;
}

export interface CardRow {
  kind: 'card';
  id: string;
  column: string;
  group: string | null;
  /** Whether it stands at the foot of its group. */
  last: boolean;
}

export interface GroupRow {
  kind: 'group';
  id: string;
  column: string;
  size: number;
}

export type Row = CardRow | GroupRow;

export interface Column {
  rows: Row[];
  /** Cards that this viewer sees, and how many of them nobody else does. */
  cards: number;
  own: number;
}

export type Arrangement = ReadonlyMap<string, Column>;

type Entry<T extends Placed> = [id: string, thing: T];

/** Positions are compared byte by byte, as the server does; equal ones by id, so that everybody sees one order. */
const byPosition = <T extends Placed>([a, { position: p }]: Entry<T>, [b, { position: q }]: Entry<T>): number =>
  p < q ? -1 : p > q ? 1 : a < b ? -1 : 1;

/** Columns that are as they were `before` are the same objects: nothing that shows them is done again. */
export function arrange(
  columns: readonly string[],
  cards: Iterable<Entry<PlacedCard>>,
  groups: Iterable<Entry<Placed>>,
  before: Arrangement = new Map()
): Arrangement {
  const top = new Map<string, Entry<Placed>[]>(columns.map((key) => [key, []]));
  const members = new Map<string, Entry<PlacedCard>[]>();
  const columnOf = new Map<string, string>();
  const counts = new Map(columns.map((key) => [key, { cards: 0, own: 0 }]));
  for (const [id, group] of groups) {
    top.get(group.column)?.push([id, group]);
    members.set(id, []);
    columnOf.set(id, group.column);
  }
  for (const entry of cards) {
    const [, card] = entry;
    const together = members.get(card.group ?? '');
    (together ?? top.get(card.column))?.push(entry);
    const count = counts.get((together && columnOf.get(card.group ?? '')) ?? card.column);
    if (!count) continue;
    count.cards++;
    if (card.hidden) count.own++;
  }
  return new Map(
    columns.map((column) => {
      const rows: Row[] = [];
      for (const [id] of top.get(column)?.sort(byPosition) ?? []) {
        const inside = members.get(id)?.sort(byPosition);
        if (!inside) rows.push({ kind: 'card', id, column, group: null, last: false });
        else {
          rows.push({ kind: 'group', id, column, size: inside.length });
          inside.forEach(([card], index) =>
            rows.push({ kind: 'card', id: card, column, group: id, last: index === inside.length - 1 })
          );
        }
      }
      const arranged = { rows, cards: 0, own: 0, ...counts.get(column) };
      const old = before.get(column);
      return [column, old && same(old, arranged) ? old : arranged];
    })
  );
}

function same(a: Column, b: Column): boolean {
  if (a.cards !== b.cards || a.own !== b.own || a.rows.length !== b.rows.length) return false;
  return a.rows.every((row, index) => {
    const other = b.rows[index];
    if (row.id !== other?.id) return false;
    if (row.kind === 'group') return other.kind === 'group' && row.size === other.size;
    return other.kind === 'card' && row.group === other.group && row.last === other.last;
  });
}

/** The row of a card or group, wherever it stands. */
export function rowOf(arrangement: Arrangement, id: string): Row | undefined {
  for (const { rows } of arrangement.values()) {
    const found = rows.find((row) => row.id === id);
    if (found) return found;
  }
  return undefined;
}
