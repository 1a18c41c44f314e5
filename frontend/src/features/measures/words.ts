import type { Schema } from '#api/client.ts';
import { dayWords } from '#ui/days.ts';
import { isShare } from './scale.ts';
import { unitWords } from './units.ts';

export type Measure = Schema['MeasureView'];
export type Point = Schema['PointView'];
export type Better = Schema['Better'];

export const betters: readonly { value: Better; label: string }[] = [
  { value: 'up', label: 'Higher is better' },
  { value: 'down', label: 'Lower is better' },
  { value: 'neither', label: 'Neither: we only watch it' }
];

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

/** "18%", "1 minute", "7 of 10": a value with its unit. */
export function valueWords(value: number, unit: string): string {
  const number = numbers.format(value);
  if (isShare(unit)) return `${number}%`;
  return unit.trim() ? `${number} ${unitWords(value, unit)}` : number;
}

/** On the axis there is no room for the unit, unless it is a sign. */
export const tickWords = (value: number, unit: string): string => (isShare(unit) ? `${value}%` : numbers.format(value));

export const betterWords = (better: Better): string =>
  better === 'up' ? 'Higher is better.' : better === 'down' ? 'Lower is better.' : 'Neither direction is better.';

/** What a mark of a small number means: "only 7 people". */
export const smallWords = (people: number): string => (people === 1 ? 'only 1 person' : `only ${people} people`);

export const peopleWords = (point: Pick<Point, 'people' | 'small'>): string =>
  point.people === null ? 'not said' : point.small ? smallWords(point.people) : numbers.format(point.people);

/** How many people a number is about, after it: "among 28 people", "among only 7 people"; nothing where it was not said. */
export const amongWords = (point: Pick<Point, 'people' | 'small'>): string =>
  point.people === null ? '' : `among ${point.small ? smallWords(point.people) : `${numbers.format(point.people)} people`}`;

/** Below this many points a line would say more than is known. */
export const FEW = 2;

/** What became of it between the first number and the last, in plain words and without claiming a cause. */
export function changeWords(measure: Pick<Measure, 'unit' | 'better' | 'baseline' | 'target' | 'points'>): string {
  const { unit, better, baseline, target, points } = measure;
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return baseline === null ? 'No numbers yet.' : `It began at ${valueWords(baseline, unit)}. No numbers since.`;
  const from = baseline ?? (points.length > 1 ? first.value : undefined);
  const said: string[] = [];
  if (from === undefined) said.push(`${valueWords(last.value, unit)} on ${dayWords(last.measured_on)}: one number so far.`);
  else {
    const start = baseline === null ? dayWords(first.measured_on) : 'at the start';
    const way = last.value === from ? 'No change' : last.value > from ? 'Up' : 'Down';
    const judged =
      better === 'neither' || last.value === from ? '' : (last.value > from) === (better === 'up') ? ', as was hoped' : ', which is not what was hoped for';
    said.push(
      last.value === from
        ? `${way}: ${valueWords(from, unit)} ${start === 'at the start' ? start : `on ${start}`}, and the same on ${dayWords(last.measured_on)}.`
        : `${way} from ${valueWords(from, unit)} ${start === 'at the start' ? start : `on ${start}`} to ${valueWords(last.value, unit)} on ${dayWords(last.measured_on)}${judged}.`
    );
  }
  if (target !== null) {
    const reached = better === 'down' ? last.value <= target : last.value >= target;
    said.push(
      better === 'neither'
        ? `The target is ${valueWords(target, unit)}.`
        : `The target of ${valueWords(target, unit)} is ${reached ? 'reached' : 'not reached yet'}.`
    );
  }
  return said.join(' ');
}

/** A warning about small numbers, where there are any. */
export function smallNote(points: readonly Point[]): string {
  const small = points.filter((point) => point.small).length;
  if (small === 0) return '';
  return small === points.length
    ? 'Every number is of fewer than 10 people, so one of them more or less changes it a lot.'
    : `${small === 1 ? 'One number is' : `${small} numbers are`} of fewer than 10 people (hollow points): read ${small === 1 ? 'it' : 'them'} with care.`;
}
