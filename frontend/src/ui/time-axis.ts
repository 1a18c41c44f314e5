import { type Day, dayNumber, dayOf, dayWords } from './days.ts';

/** A stretch of time, both days in it. */
export interface Span {
  from: Day;
  to: Day;
}

/** A stretch with a name, such as a phase; `tone` is how it is coloured. */
export interface Band extends Span {
  name: string;
  /** Where there is little room. */
  short: string;
  tone: string;
}

/** The shortest span that holds all of these days, with a little air after the last; a month at least. */
export function spanOf(days: readonly Day[]): Span | undefined {
  if (days.length === 0) return undefined;
  const sorted = [...days].sort();
  const from = sorted[0] as Day;
  const last = dayNumber(sorted[sorted.length - 1] as Day);
  return { from, to: dayOf(Math.max(last, dayNumber(from) + 30)) };
}

/** Where a day stands in a span that is drawn from `left` to `right`; outside it, at its end. */
export function placeOf(day: Day, span: Span, left: number, right: number): number {
  const [from, to] = [dayNumber(span.from), dayNumber(span.to)];
  const share = (dayNumber(day) - from) / Math.max(1, to - from);
  return left + Math.min(1, Math.max(0, share)) * (right - left);
}

export interface Tick {
  day: Day;
  label: string;
}

const STEPS = [1, 2, 3, 4, 6, 12, 24, 48];

/** First days of months within a span, `most` of them at most; the first one and each January say the year. */
export function monthTicks(span: Span, most: number): Tick[] {
  const months: Day[] = [];
  const first = new Date(`${span.from.slice(0, 7)}-01T00:00:00Z`);
  for (let day = first; ; day.setUTCMonth(day.getUTCMonth() + 1)) {
    const text = day.toISOString().slice(0, 10);
    if (text > span.to) break;
    if (text >= span.from) months.push(text);
  }
  if (months.length === 0) return [{ day: span.from, label: dayWords(span.from, 'monthYear') }];
  const step = STEPS.find((one) => Math.ceil(months.length / one) <= Math.max(1, most)) ?? 48;
  // From a month that the steps of a year come back to, so that January is among them.
  const shown = months.filter((day) => (Number(day.slice(5, 7)) - 1 + 12 * Number(day.slice(0, 4))) % step === 0);
  const days = shown.length > 0 ? shown : months.slice(0, 1);
  return days.map((day, at) => ({
    day,
    label: dayWords(day, day.slice(0, 4) === days[at - 1]?.slice(0, 4) ? 'month' : 'monthYear')
  }));
}

/** In pixels: what stays free at the sides of everything that is drawn along one time axis. */
export const MARGIN = { left: 46, right: 14 } as const;

/** What of a band's name fits into so many pixels. */
export const nameIn = ({ name, short }: Band, room: number): string | undefined =>
  [name, short].find((words) => fits(words, room));

/** Whether a word of this length fits into so many pixels at 12 pixels of height. */
export const fits = (word: string, room: number): boolean => word.length * 6.6 + 10 <= room;
