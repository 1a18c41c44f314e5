/** Meetings are held by the clocks of the county, wherever the browser is. */
const zone = 'Europe/London';

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour12: false, ...options });

const weekday = format({ weekday: 'long', day: 'numeric', month: 'long' });
const withYear = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const clock = format({ hour: '2-digit', minute: '2-digit' });
const numbers = format({
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit'
});

const partsOf = (moment: Date): Record<string, string> =>
  Object.fromEntries(numbers.formatToParts(moment).map((part) => [part.type, part.value]));

/** "Thursday 26 November", with the year when it is not this one. */
export function dayOf(moment: string, now: Date = new Date()): string {
  const date = new Date(moment);
  const same = partsOf(date).year === partsOf(now).year;
  return (same ? weekday : withYear).format(date).replace(',', '');
}

/** "16:00". */
export const timeOf = (moment: string): string => clock.format(new Date(moment));

/** "16:00 to 17:15". */
export const hoursOf = (moment: string, minutes: number): string =>
  `${timeOf(moment)} to ${clock.format(new Date(Date.parse(moment) + minutes * 60_000))}`;

/** What a date field and a time field show of a moment. */
export function fieldsOf(moment: string): { day: string; time: string } {
  const { year, month, day, hour, minute } = partsOf(new Date(moment));
  return { day: `${year}-${month}-${day}`, time: `${hour}:${minute}` };
}

/** The moment that a date field and a time field mean in the county; undefined while one of them is empty. */
export function momentOf(day: string, time: string): string | undefined {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(wanted)) return undefined;
  // How far the county's clocks are from UTC then: asked twice, for the first guess may lie across a change.
  let moment = wanted;
  for (let turn = 0; turn < 2; turn++) moment = wanted - offset(moment);
  return new Date(moment).toISOString();
}

/** Whether it begins within two hours, or should have. */
export const isSoon = (moment: string, now: Date = new Date()): boolean =>
  Date.parse(moment) - now.getTime() < 2 * 3_600_000;

function offset(moment: number): number {
  const { year, month, day, hour, minute, second } = partsOf(new Date(moment));
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - moment;
}
