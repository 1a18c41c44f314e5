import { shortDate } from '#ui/relative-date.ts';
import type { Exemplar } from './service.ts';

/** Which text the award was for, where the county reads a newer one by now; otherwise nothing. */
export function awardedFor({ superseded, revision, revision_made_at }: Exemplar, now = new Date()): string {
  if (!superseded) return '';
  return `Awarded for revision ${revision} of ${shortDate(revision_made_at, now)}. The county reads a newer one now.`;
}

const day = (date: Date): string => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit'
  }).formatToParts(date);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
};

/** The day after this one, as a date field wants it: the first on which an award can be looked at again. */
export const tomorrow = (now = new Date()): string => day(new Date(now.getTime() + 86_400_000));

/** A year from now; of a leap day, the day before. */
export function aYearOn(now = new Date()): string {
  const [year = '', month = '', date = ''] = day(now).split('-');
  return `${Number(year) + 1}-${month}-${month === '02' && date === '29' ? '28' : date}`;
}

/** Whether the day to look at an award again has come. */
export const isDue = ({ review_by }: Pick<Exemplar, 'review_by'>, now = new Date()): boolean => review_by <= day(now);
