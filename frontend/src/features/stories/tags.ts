import type { Schema } from '#api/client.ts';

export type Tag = Schema['RecommendationRef'];

export const tagAddress = (tag: Tag): string => `/evidence/${tag.guidance}/${tag.edition}/${tag.number}`;

/** Which edition a tag belongs to need not be said where a cluster has chosen it as its focus. */
export function editionNote(tag: Tag, focus: readonly { guidance: string; edition: string }[]): string | undefined {
  const known = focus.some((edition) => edition.guidance === tag.guidance && edition.edition === tag.edition);
  return known ? undefined : `${tag.edition_short_title} ${tag.edition}`;
}
