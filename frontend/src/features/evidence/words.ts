import type { Edition, EditionRef, Guidance, RecommendationCount, RecommendationRef } from './service.ts';

export const editionAddress = (edition: Pick<EditionRef, 'guidance' | 'edition'>): string =>
  `/evidence/${edition.guidance}/${edition.edition}`;

export const recommendationAddress = (to: Pick<RecommendationRef, 'guidance' | 'edition' | 'number'>): string =>
  `${editionAddress(to)}/${to.number}`;

/** How much the county has written about a recommendation, as far as the reader may know. */
export function storyCount(stories: number): string {
  if (stories === 0) return 'Nobody has written about this yet';
  return stories === 1 ? '1 story' : `${stories} stories`;
}

/** What of that count is tagged with another edition of the same idea. */
export function throughOthers({ stories, through_other_editions: others }: RecommendationCount): string {
  if (others === 0) return '';
  if (others === stories) return 'through other editions';
  return `${others} of them through other editions`;
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
