const zone = 'Europe/London';
const minute = 60_000;

const dayParts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' });
const thisYear = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' });
const fullDay = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false });

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** A calendar day has no time of its own; noon keeps it on its day in London, summer or winter. */
const moment = (text: string) => new Date(isDay(text) ? `${text}T12:00:00Z` : text);

function dayNumber(date: Date): number {
  const parts = Object.fromEntries(dayParts.formatToParts(date).map((part) => [part.type, Number(part.value)]));
  return Date.UTC(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day ?? 1) / 86_400_000;
}

const many = (count: number, thing: string) => (count === 1 ? `1 ${thing}` : `${count} ${thing}s`);

/** "3 days ago", "tomorrow", "4 October 2025": a day or a moment (ISO 8601) as people in London would say it. */
export function relativeDate(text: string, now: Date = new Date()): string {
  const date = moment(text);
  const days = dayNumber(date) - dayNumber(now);
  if (days === 0) return isDay(text) ? 'today' : withinToday(now.getTime() - date.getTime());
  if (days === -1) return 'yesterday';
  if (days === 1) return 'tomorrow';
  if (days < 0 && days > -14) return `${many(-days, 'day')} ago`;
  if (days > 0 && days < 14) return `in ${many(days, 'day')}`;
  return shortDate(text, now);
}

function withinToday(past: number): string {
  if (past < -minute) return 'later today';
  const minutes = Math.floor(past / minute);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${many(minutes, 'minute')} ago`;
  return `${many(Math.floor(minutes / 60), 'hour')} ago`;
}

/** "4 October", with the year when it is not this one. */
export function shortDate(text: string, now: Date = new Date()): string {
  const date = moment(text);
  const year = (of: Date) => dayParts.formatToParts(of).find((part) => part.type === 'year')?.value;
  return (year(date) === year(now) ? thisYear : otherYear).format(date);
}

/** "Saturday 21 November 2026 at 16:05", and without the time for a calendar day. */
export function fullDate(text: string): string {
  const date = moment(text);
  const day = fullDay.format(date).replace(',', '');
  return isDay(text) ? day : `${day} at ${clock.format(date)}`;
}
