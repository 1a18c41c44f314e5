import type { SimilarSchool } from './service.ts';

/** How like a school is to one's own, in words; honest about how much of it is known. */
export function degreeWords({ degree, compared }: SimilarSchool): string {
  const all = compared.every((one) => one.missing === null);
  if (degree === 'unclear') return 'Perhaps a school like yours: too little is known to say';
  if (degree === 'little') return 'A school unlike yours in most of this';
  const words = degree === 'much' ? 'A school much like yours' : 'In part a school like yours';
  return all ? words : `${words}, as far as is known`;
}

/** What was compared; what could not be, only where that is not so of the reader's own school too. */
export const reasons = ({ compared }: SimilarSchool): string[] =>
  compared.filter((one) => one.missing === null || one.missing === 'there').map((one) => one.words);

/** What is not known of the reader's own school, so that no school could be compared by it. */
export const unknownHere = ({ compared }: SimilarSchool): boolean =>
  compared.some((one) => one.missing === 'here' || one.missing === 'both');
