/** Where values stand on a small chart, and which of them are written beside it. */
export interface Scale {
  low: number;
  high: number;
  ticks: number[];
  /** Whether nought is on it. */
  zero: boolean;
}

/** 1, 2 or 5 times a power of ten, so that `range` has about `steps` of them. */
function niceStep(range: number, steps: number): number {
  const rough = range / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

/**
 * A scale for these values that does not mislead: shares go from 0 to 100, and nought is on it unless what
 * there is to see would be a flat line then.
 */
export function scaleOf(values: readonly number[], unit: string, steps = 3): Scale {
  const known = values.filter(Number.isFinite);
  let [low, high] = [Math.min(...known), Math.max(...known)];
  if (known.length === 0) [low, high] = [0, 1];
  if (isShare(unit) && low >= 0 && high <= 100) return { low: 0, high: 100, ticks: [0, 50, 100], zero: true };
  const range = high - low;
  if (low > 0 && (range === 0 || range >= high / 4)) low = 0;
  if (high < 0 && (range === 0 || range >= -low / 4)) high = 0;
  if (high === low) [low, high] = [Math.min(0, low), Math.max(0, high) || 1];
  const step = niceStep(high - low, steps);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
  return { low: ticks[0] ?? 0, high: ticks[ticks.length - 1] ?? 1, ticks, zero: first <= 0 && last >= 0 };
}

export const isShare = (unit: string): boolean => unit.trim() === '%';

/**
 * How high words may stand that end at the last of these points and begin at `from`, so that they lie on no part of
 * the line; below its last point where there is no room above. In pixels from above.
 */
export function clearOf(points: readonly { x: number; y: number }[], from: number, top: number): number {
  const last = points[points.length - 1];
  if (!last) return top;
  let highest = last.y;
  for (let at = points.length - 2; at >= 0; at--) {
    const [one, next] = [points[at], points[at + 1]];
    if (!one || !next || next.x < from) break;
    const share = one.x >= from || next.x === one.x ? 0 : (from - one.x) / (next.x - one.x);
    highest = Math.min(highest, one.y + share * (next.y - one.y));
  }
  return highest - 10 >= top - 12 ? highest - 10 : last.y + 19;
}

/** Where a value stands between the foot and the top of a chart, in pixels from above. */
export function heightOf(value: number, scale: Scale, top: number, foot: number): number {
  const share = (value - scale.low) / (scale.high - scale.low || 1);
  return foot - Math.min(1, Math.max(0, share)) * (foot - top);
}
