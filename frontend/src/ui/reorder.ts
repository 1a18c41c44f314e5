/** The same list with the one at `from` standing at `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const copy = [...list];
  const [one] = copy.splice(from, 1);
  if (one !== undefined) copy.splice(to, 0, one);
  return copy;
}

/** Where a row is, and how tall, in pixels from the top of the page. */
export interface Extent {
  top: number;
  height: number;
}

/** The place that a row has reached whose middle is at `middle`: past the middle of another, it takes its place. */
export function placeAt(middle: number, from: number, rows: readonly Extent[]): number {
  let to = from;
  rows.forEach((row, index) => {
    const centre = row.top + row.height / 2;
    if (index < from && middle < centre) to = Math.min(to, index);
    if (index > from && middle > centre) to = Math.max(to, index);
  });
  return to;
}

/** How far each row stands from where it was while the one at `from` is held over `to`. */
export function shifts(from: number, to: number, rows: readonly Extent[]): number[] {
  const next = rows[from + 1];
  const own = rows[from];
  if (!own) return rows.map(() => 0);
  // A row and the gap below it; of the last row, the gap above it.
  const before = rows[from - 1];
  const step = next ? next.top - own.top : before ? own.top + own.height - before.top - before.height : own.height;
  const order = moved(rows, from, to);
  const landing = order.slice(0, to).reduce((top, row) => top + row.height, 0);
  const start = rows.slice(0, from).reduce((top, row) => top + row.height, 0);
  const gap = step - own.height;
  return rows.map((_, index) => {
    if (index === from) return landing - start + (to - from) * gap;
    if (index > from && index <= to) return -step;
    if (index < from && index >= to) return step;
    return 0;
  });
}

/** What somebody hears who moves a row by keys. Places count from 1. */
export const spoken = {
  lifted: (name: string, place: number, of: number) =>
    `“${name}” lifted, place ${place} of ${of}. Arrow keys move it, Space puts it down, Escape puts it back.`,
  over: (name: string, place: number, of: number) => `“${name}”, place ${place} of ${of}.`,
  dropped: (name: string, place: number, of: number) => `“${name}” is now ${place} of ${of}.`,
  back: (name: string, place: number, of: number) => `“${name}” is back at ${place} of ${of}.`
};
