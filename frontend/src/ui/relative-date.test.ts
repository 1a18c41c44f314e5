import { describe, expect, it } from 'vitest';
import { fullDate, relativeDate, shortDate } from './relative-date.ts';

const now = new Date('2026-11-21T20:00:00Z');

describe('relativeDate', () => {
  it.each([
    ['2026-11-21T19:59:40Z', 'just now'],
    ['2026-11-21T19:59:00Z', '1 minute ago'],
    ['2026-11-21T19:01:00Z', '59 minutes ago'],
    ['2026-11-21T17:30:00Z', '2 hours ago'],
    ['2026-11-21T22:00:00Z', 'later today'],
    ['2026-11-20T23:59:00Z', 'yesterday'],
    ['2026-11-18T09:00:00Z', '3 days ago'],
    ['2026-11-22', 'tomorrow'],
    ['2026-11-21', 'today'],
    ['2026-11-26', 'in 5 days'],
    ['2026-10-04', '4 October'],
    ['2025-10-04', '4 October 2025']
  ])('says of %s: %s', (date, words) => {
    expect(relativeDate(date, now)).toBe(words);
  });

  it('counts days by the calendar of London, also in summer time', () => {
    // Half past eleven at night in UTC is already the next day in London in July.
    const july = new Date('2026-07-10T23:30:00Z');
    expect(relativeDate('2026-07-10T22:30:00Z', july)).toBe('yesterday');
    expect(relativeDate('2026-07-11', july)).toBe('today');
  });
});

describe('the written dates', () => {
  it('gives the full date with the time in London', () => {
    expect(fullDate('2026-07-10T15:05:00Z')).toBe('Friday 10 July 2026 at 16:05');
  });

  it('gives a calendar day no time', () => {
    expect(fullDate('2026-11-26')).toBe('Thursday 26 November 2026');
  });

  it('leaves out the year only when it is this one', () => {
    expect(shortDate('2026-01-01', now)).toBe('1 January');
    expect(shortDate('2027-01-01', now)).toBe('1 January 2027');
  });
});
