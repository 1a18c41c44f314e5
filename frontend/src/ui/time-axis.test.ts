import { expect, it } from 'vitest';
import { dayNumber, dayOf, dayWords, todayIs } from './days.ts';
import { fits, monthTicks, placeOf, spanOf } from './time-axis.ts';

it('counts days, also over the end of summer time and in leap years', () => {
  expect(dayNumber('2026-10-26') - dayNumber('2026-10-24')).toBe(2);
  expect(dayOf(dayNumber('2028-02-28') + 1)).toBe('2028-02-29');
  expect(dayWords('2026-03-01')).toBe('1 March 2026');
  // Late in the evening in London it is still today there, wherever the device thinks it is.
  expect(todayIs(new Date('2026-07-01T22:30:00Z'))).toBe('2026-07-01');
  expect(todayIs(new Date('2026-07-01T23:30:00Z'))).toBe('2026-07-02');
});

it('spans all days, and a month at least', () => {
  expect(spanOf([])).toBeUndefined();
  expect(spanOf(['2026-03-01', '2025-11-05', '2026-01-01'])).toEqual({ from: '2025-11-05', to: '2026-03-01' });
  expect(spanOf(['2026-03-01'])).toEqual({ from: '2026-03-01', to: '2026-03-31' });
});

it('places days in proportion, and what lies outside at the end', () => {
  const span = { from: '2026-01-01', to: '2026-01-11' };
  expect(placeOf('2026-01-01', span, 40, 140)).toBe(40);
  expect(placeOf('2026-01-06', span, 40, 140)).toBe(90);
  expect(placeOf('2026-02-01', span, 40, 140)).toBe(140);
});

it('marks as many months as there is room for, and says the year where it changes', () => {
  const span = { from: '2025-09-10', to: '2026-07-01' };
  expect(monthTicks(span, 12).map(({ label }) => label)).toEqual([
    'Oct 2025', 'Nov', 'Dec', 'Jan 2026', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul'
  ]);
  expect(monthTicks(span, 4).map(({ day }) => day)).toEqual(['2025-10-01', '2026-01-01', '2026-04-01', '2026-07-01']);
  expect(monthTicks({ from: '2026-01-02', to: '2026-01-30' }, 4)).toEqual([{ day: '2026-01-02', label: 'Jan 2026' }]);
  expect(monthTicks({ from: '2020-01-01', to: '2026-01-01' }, 4).length).toBeLessThanOrEqual(4);
});

it('writes a word only where it fits', () => {
  expect(fits('Prepare', 40)).toBe(false);
  expect(fits('Prepare', 80)).toBe(true);
});
