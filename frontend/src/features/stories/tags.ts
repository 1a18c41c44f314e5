import type { Schema } from '#api/client.ts';

export type Tag = Schema['RecommendationRef'];

export const tagAddress = (tag: Tag): string => `/evidence/${tag.guidance}/${tag.edition}/${tag.number}`;

const capitals = /\b(send|ks\d|eyfs|tas?)\b/g;

/** A guidance in a word or two, from its address: "Teaching assistants", "Literacy KS2". */
export function guidanceName(slug: string): string {
  const words = slug.replaceAll('-', ' ').replace(capitals, (word) => word.toUpperCase()).replace(/(KS\d) (\d)/, '$1–$2');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Which edition a tag belongs to need not be said where a cluster has chosen it as its focus. */
export function editionNote(tag: Tag, focus: readonly { guidance: string; edition: string }[]): string | undefined {
  const known = focus.some((edition) => edition.guidance === tag.guidance && edition.edition === tag.edition);
  return known ? undefined : `${guidanceName(tag.guidance)} ${tag.edition}`;
}
