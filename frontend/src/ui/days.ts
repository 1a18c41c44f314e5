/** A calendar day as 2026-11-05. */
export type Day = string;

const MS = 86_400_000;

/** Days since 1 January 1970: a calendar day has no time and no zone. */
export const dayNumber = (day: Day): number => Math.round(Date.parse(`${day}T00:00:00Z`) / MS);

export const dayOf = (number: number): Day => new Date(number * MS).toISOString().slice(0, 10);

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

/** Today in the county. */
export const todayIs = (now: Date = new Date()): Day => london.format(now);

const forms = {
  day: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' }),
  whole: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }),
  short: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }),
  month: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short' }),
  monthYear: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short', year: 'numeric' })
};

/** "5 November", "5 November 2026", "5 Nov 2026", "Nov", "Nov 2026". */
export const dayWords = (day: Day, form: keyof typeof forms = 'whole'): string =>
  forms[form].format(new Date(`${day}T00:00:00Z`));
