import type { Edition, EditionRef, Guidance, Picture, RecommendationCount, RecommendationRef } from './service.ts';

export const editionAddress = (edition: Pick<EditionRef, 'guidance' | 'edition'>): string =>
  `/evidence/${edition.guidance}/${edition.edition}`;

export const recommendationAddress = (to: Pick<RecommendationRef, 'guidance' | 'edition' | 'number'>): string =>
  `${editionAddress(to)}/${to.number}`;

/** How much the county has written about a recommendation, as far as the reader may know. */
export function storyCount(stories: number): string {
  if (stories === 0) return 'Nobody has written about this yet';
  return stories === 1 ? '1 story or resource' : `${stories} stories and resources`;
}

/** What of that count is tagged with another edition of the same idea, and how much of this only says part of it. */
export function throughOthers({ stories, through_other_editions: others, partly }: RecommendationCount): string {
  if (others === 0) return '';
  const words = others === stories ? 'through other editions' : `${others} of them through other editions`;
  if (partly === 0) return words;
  return partly === others ? `${words}, partly the same` : `${words}, ${partly} of these partly the same`;
}

export const exemplarCount = (exemplars: number): string => (exemplars === 1 ? '1 exemplar' : `${exemplars} exemplars`);

/** Ways into the library from what other schools did with the stories. */
export function triedLinks({ adopted, adapted, stopped }: Picture['tried']): { value: string; words: string }[] {
  const links = [
    { number: adopted, value: 'adopted', words: 'The stories that were taken on' },
    { number: adapted, value: 'adapted', words: 'The stories that were adapted' },
    { number: stopped, value: 'stopped', words: 'Where it was stopped, and why' }
  ];
  return links.filter((link) => link.number > 0).map(({ value, words }) => ({ value, words }));
}

/** "a nursery", "a nursery or a secondary school". */
export function either(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}

/** The gaps of a recommendation that somebody has written about, in a few words. */
export function gaps({ stories, exemplars, no_story_from: none }: RecommendationCount): string {
  if (stories === 0) return '';
  const missing = [...(none.length > 0 ? [`from ${either(none)}`] : []), ...(exemplars === 0 ? ['an exemplar'] : [])];
  return missing.length > 0 ? `Not yet: ${missing.join('; ')}` : '';
}

/** The library with this recommendation chosen, and one thing more. */
export function libraryAddress(
  to: Pick<RecommendationRef, 'guidance' | 'edition' | 'number'>,
  more: Record<string, string> = {}
): string {
  const params = new URLSearchParams({ recommendation: `${to.guidance}/${to.edition}/${to.number}`, ...more });
  return `/library?${params.toString().replaceAll('%2F', '/')}`;
}

export interface Group {
  key: string;
  title: string;
  recommendations: readonly RecommendationCount[];
}

/** The recommendations under their headings; those without one come first, under none. */
export function grouped(edition: Edition): Group[] {
  const loose = edition.recommendations.filter(
    (one) => !edition.groups.some((group) => group.key === one.group)
  );
  const groups = edition.groups.map((group) => ({
    ...group,
    recommendations: edition.recommendations.filter((one) => one.group === group.key)
  }));
  return [{ key: '', title: '', recommendations: loose }, ...groups].filter(
    (group) => group.recommendations.length > 0
  );
}

/** Guidance by whoever published it, in the order in which they come. */
export function byPublisher(all: readonly Guidance[]): { publisher: string; guidance: Guidance[] }[] {
  const publishers = [...new Set(all.map((one) => one.publisher))];
  return publishers.map((publisher) => ({
    publisher,
    guidance: all.filter((one) => one.publisher === publisher)
  }));
}
