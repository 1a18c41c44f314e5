import { expect, it } from 'vitest';
import { degreeWords, reasons, unknownHere } from './likeness.ts';
import type { SimilarSchool } from './service.ts';

type Missing = SimilarSchool['compared'][number]['missing'];

const school = (degree: SimilarSchool['degree'], ...missing: Missing[]): SimilarSchool => ({
  school: { urn: 1, name: 'Reedlefleet', phase: 'Primary', pupils: 61, fsm_percent: null },
  district: null,
  degree,
  compared: missing.map((one, at) => ({ about: 'size', words: `fact ${at}`, missing: one }))
});

it('says how like a school is, and no more than is known', () => {
  expect(degreeWords(school('much', null, null))).toBe('A school much like yours');
  expect(degreeWords(school('much', null, 'there'))).toBe('A school much like yours, as far as is known');
  expect(degreeWords(school('unclear', null, 'both'))).toMatch(/too little is known/);
});

it('names what is missing of the other school, and of one’s own only once for all', () => {
  const one = school('partly', null, 'there', 'here', 'both');
  expect(reasons(one)).toEqual(['fact 0', 'fact 1']);
  expect(unknownHere(one)).toBe(true);
  expect(unknownHere(school('much', null, 'there'))).toBe(false);
});
