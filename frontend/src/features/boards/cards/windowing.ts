/** Where each of these begins that stand under each other, and where the last one ends. */
export function tops(sizes: readonly number[]): Float64Array {
  const starts = new Float64Array(sizes.length + 1);
  sizes.forEach((size, index) => (starts[index + 1] = (starts[index] ?? 0) + size));
  return starts;
}

/** Which of them is at this height; the nearest, above and below all of them. */
export function indexAt(starts: Float64Array, y: number): number {
  let low = 0;
  let high = Math.max(0, starts.length - 2);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle + 1] ?? 0) <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Standing {
  index: number;
  /** Pixels left free above it, for those that are not in the page. */
  gap: number;
}

/** Those from `from` to before `to`, and those in `keep`, in order; and what is left free under the last. */
export function standing(
  starts: Float64Array,
  from: number,
  to: number,
  keep: readonly number[]
): { seen: Standing[]; foot: number } {
  const indices = new Set(keep);
  for (let index = from; index < to; index++) indices.add(index);
  let end = 0;
  const seen = [...indices]
    .sort((a, b) => a - b)
    .map((index) => {
      const gap = (starts[index] ?? 0) - end;
      end = starts[index + 1] ?? 0;
      return { index, gap };
    });
  return { seen, foot: (starts.at(-1) ?? 0) - end };
}
