import type { Arrangement, Row } from './arrangement.ts';

/** Where a card or group can stand: in a column, or in a group of it, behind another or at the beginning. */
export interface Place {
  column: string;
  group: string | null;
  after: string | null;
}

export const samePlace = (a: Place, b: Place): boolean =>
  a.column === b.column && a.group === b.group && a.after === b.after;

/** All places of a column for what is being moved, from the top; a group cannot stand in another. */
export function placesIn(column: string, rows: readonly Row[], moving: Row): Place[] {
  const places: Place[] = [{ column, group: null, after: null }];
  for (const [index, row] of rows.entries()) {
    if (row.kind === 'group') {
      const foot = rows[index + row.size];
      if (row.id === moving.id) continue;
      if (moving.kind === 'card') places.push({ column, group: row.id, after: null });
      if (row.size === 0 || (row.size === 1 && foot?.id === moving.id)) {
        places.push({ column, group: null, after: row.id });
      }
      continue;
    }
    if (row.id === moving.id || row.group === moving.id) continue;
    if (row.group === null) places.push({ column, group: null, after: row.id });
    else {
      if (moving.kind === 'card') places.push({ column, group: row.group, after: row.id });
      const next = rows[index + 1];
      const lastBut = next?.id === moving.id && next.kind === 'card' && next.last && next.group === row.group;
      if (row.last || lastBut) places.push({ column, group: null, after: row.group });
    }
  }
  return places;
}

/** The place where a row stands now. */
export function placeOf(rows: readonly Row[], row: Row): Place {
  const index = rows.findIndex(({ id }) => id === row.id);
  const above = rows[index - 1];
  const group = row.kind === 'card' ? row.group : null;
  let after: string | null = null;
  if (group !== null) after = above?.kind === 'card' ? above.id : null;
  else if (above) after = above.kind === 'card' && above.group !== null ? above.group : above.id;
  return { column: row.column, group, after };
}

/**
 * The place that an arrow key leads to. To the side it is about as far down as where one comes from, outside
 * groups; nothing lies beyond the first and last.
 */
export function stepped(
  arrangement: Arrangement,
  order: readonly string[],
  moving: Row,
  key: string
): Place | undefined {
  const rows = (column: string) => arrangement.get(column)?.rows ?? [];
  const here = placeOf(rows(moving.column), moving);
  const places = placesIn(here.column, rows(here.column), moving);
  const at = places.findIndex((place) => samePlace(place, here));
  if (key === 'ArrowUp') return places[at - 1];
  if (key === 'ArrowDown') return places[at + 1];
  if (key === 'Home') return at > 0 ? places[0] : undefined;
  if (key === 'End') return at < places.length - 1 ? places.at(-1) : undefined;
  const side = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  const column = order[order.indexOf(here.column) + side];
  if (side === 0 || column === undefined) return undefined;
  const outside = (all: Place[]) => all.filter((place) => place.group === null);
  const there = outside(placesIn(column, rows(column), moving));
  const depth = outside(places.slice(0, at + 1)).length - 1;
  return there[Math.min(Math.max(depth, 0), there.length - 1)];
}

/** The positions between which something at this place stands, for a fractional index. */
export function between(
  place: Place,
  rows: readonly Row[],
  moving: string,
  position: (id: string) => string | undefined
): [string | null, string | null] {
  const level = rows.filter(
    (row) => row.id !== moving && (row.kind === 'card' ? row.group === place.group : place.group === null)
  );
  const at = place.after === null ? -1 : level.findIndex(({ id }) => id === place.after);
  if (place.after !== null && at < 0) return [position(level.at(-1)?.id ?? '') ?? null, null];
  const before = level[at];
  const behind = level[at + 1];
  return [(before && position(before.id)) ?? null, (behind && position(behind.id)) ?? null];
}

/** How far down a place is among those that are counted aloud: from 1, of how many. */
export function counted(rows: readonly Row[], row: Row): { place: number; of: number } {
  const group = row.kind === 'card' ? row.group : null;
  const level = rows.filter((one) => (one.kind === 'card' ? one.group === group : group === null));
  return { place: level.findIndex(({ id }) => id === row.id) + 1, of: level.length };
}

export type Half = 'top' | 'middle' | 'bottom';

export type Target = { place: Place } | { onto: string };

/** Where something lands that is let go over a row; over the middle of a card that is alone, they become a group. */
export function targetOver(row: Row, half: Half, moving: Row, rows: readonly Row[]): Target | undefined {
  const { column } = row;
  if (row.id === moving.id || (row.kind === 'card' && row.group === moving.id)) return undefined;
  const alone = row.kind === 'card' && row.group === null;
  if (alone && half === 'middle' && moving.kind === 'card') return { onto: row.id };
  const upper = half === 'top';
  const outer = (id: string): Target => {
    const head = rows.find((one) => one.id === id);
    if (!upper || !head) return { place: { column, group: null, after: id } };
    return { place: placeAbove(rows, head, moving.id) };
  };
  if (row.kind === 'group') {
    if (moving.kind === 'group' || upper) return outer(row.id);
    return { place: { column, group: row.id, after: null } };
  }
  if (row.group === null) return upper ? outer(row.id) : { place: { column, group: null, after: row.id } };
  if (moving.kind === 'group') return { place: { column, group: null, after: row.group } };
  if (half !== 'bottom') return { place: placeAbove(rows, row, moving.id) };
  return { place: { column, group: row.group, after: row.id } };
}

/** The place before a row, whoever else is being moved from there. */
function placeAbove(rows: readonly Row[], row: Row, moving: string): Place {
  return placeOf(rows.filter(({ id }) => id !== moving || id === row.id), row);
}
