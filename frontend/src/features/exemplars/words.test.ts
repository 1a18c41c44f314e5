import { expect, it } from 'vitest';
import { aYearOn, awardedFor, isDue, tomorrow } from './words.ts';

const now = new Date('2026-11-21T23:30:00Z');
const award = {
  id: 'e',
  revision: 2,
  revision_made_at: '2025-10-04T09:00:00Z',
  superseded: true,
  criteria: [],
  reason: 'Plain about what did not work.',
  awarded_by: { id: 'p', name: 'P. Adeyemi', initials: 'PA' },
  awarder_post: 'Regional Lead, North',
  awarded_at: '2025-11-01T09:00:00Z',
  review_by: '2026-11-21',
  reviews: [],
  can: { keep: false, retire: false }
};

it('says which revision was awarded once the county reads another', () => {
  expect(awardedFor(award, now)).toBe(
    'Awarded for revision 2 of 4 October 2025. The county reads a newer one now.'
  );
  expect(awardedFor({ ...award, superseded: false }, now)).toBe('');
});

it('counts days as London does', () => {
  expect(tomorrow(new Date('2026-06-30T23:30:00Z'))).toBe('2026-07-02');
  expect(aYearOn(now)).toBe('2027-11-21');
  expect(aYearOn(new Date('2028-02-29T12:00:00Z'))).toBe('2029-02-28');
});

it('is due from the day itself', () => {
  expect(isDue(award, now)).toBe(true);
  expect(isDue({ review_by: '2026-11-22' }, now)).toBe(false);
});
