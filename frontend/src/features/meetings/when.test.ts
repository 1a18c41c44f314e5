import { describe, expect, it } from 'vitest';
import { dayOf, fieldsOf, hoursOf, momentOf } from './when.ts';

describe('a meeting by the clocks of the county', () => {
  it('is in summer an hour before what UTC says', () => {
    expect(momentOf('2026-07-02', '16:00')).toBe('2026-07-02T15:00:00.000Z');
    expect(momentOf('2026-11-26', '16:00')).toBe('2026-11-26T16:00:00.000Z');
  });

  it('is right on the days on which the clocks change', () => {
    expect(momentOf('2026-03-29', '00:30')).toBe('2026-03-29T00:30:00.000Z');
    expect(momentOf('2026-03-29', '09:00')).toBe('2026-03-29T08:00:00.000Z');
    expect(momentOf('2026-10-25', '09:00')).toBe('2026-10-25T09:00:00.000Z');
  });

  it('is nothing while a field is empty', () => {
    expect(momentOf('', '16:00')).toBeUndefined();
    expect(momentOf('2026-11-26', '')).toBeUndefined();
  });

  it('comes back to the fields as it was', () => {
    for (const day of ['2026-07-02', '2026-11-26', '2026-10-25']) {
      expect(fieldsOf(momentOf(day, '16:05') ?? '')).toEqual({ day, time: '16:05' });
    }
  });

  it('is said in words', () => {
    const now = new Date('2026-11-01T12:00:00Z');
    expect(dayOf('2026-11-26T16:00:00Z', now)).toBe('Thursday 26 November');
    expect(dayOf('2027-01-14T16:00:00Z', now)).toBe('Thursday 14 January 2027');
    expect(hoursOf('2026-07-02T15:00:00Z', 75)).toBe('16:00 to 17:15');
  });
});
