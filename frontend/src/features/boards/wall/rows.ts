interface Placed {
  column: string;
  position: string;
}

interface CardFacts extends Placed {
  group: string | null;
  text: string;
}

export interface WallCard {
  id: string;
  text: string;
  dots: number;
}

/** A card by itself, or a group with its cards. */
export interface WallRow extends WallCard {
  group: boolean;
  cards: WallCard[];
}

const order = (a: Placed, b: Placed): number => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0);

/** What stands in one column, from the top. */
export function rowsOf(
  column: string,
  cards: ReadonlyMap<string, CardFacts>,
  groups: ReadonlyMap<string, Placed & { name: string }>,
  totals: Readonly<Record<string, number>>
): WallRow[] {
  const inside = new Map<string, (WallCard & Placed)[]>();
  const rows: (WallRow & Placed)[] = [];
  for (const [id, { text, group, position, column: where }] of cards) {
    const card = { id, text, dots: totals[id] ?? 0, column: where, position };
    const together = group !== null && groups.has(group) ? group : undefined;
    if (together) inside.set(together, [...(inside.get(together) ?? []), card]);
    else if (where === column) rows.push({ ...card, group: false, cards: [] });
  }
  for (const [id, { name, position, column: where }] of groups) {
    if (where !== column) continue;
    const together = (inside.get(id) ?? []).sort(order);
    const dots = together.reduce((sum, card) => sum + card.dots, totals[id] ?? 0);
    rows.push({ id, text: name, dots, column, position, group: true, cards: together });
  }
  return rows.sort(order);
}
