import type { Collection, CollectionAudience, CollectionItem } from './service.ts';

export const storyCount = (count: number): string => (count === 1 ? '1 story' : `${count} stories`);

/** What a curator should know before anyone can read it: which stories the public will not find in it. */
export function notForThePublic(items: readonly CollectionItem[]): string {
  const hidden = items.filter((item) => item.story.audience.reach !== 'public').length;
  if (hidden === 0) return '';
  const rest = items.length - hidden;
  if (rest === 0) return 'None of its stories is public yet: to visitors it is empty, and not listed.';
  return hidden === 1
    ? 'One of its stories is for the county only. Visitors do not see it, nor that it is there.'
    : `${hidden} of its stories are for the county only. Visitors do not see them, nor that they are there.`;
}

export const audienceLabels: Record<CollectionAudience, string> = {
  draft: 'A draft',
  county: 'The county',
  public: 'Anyone'
};

export const audienceHints: Record<CollectionAudience, string> = {
  draft: 'Only the Regional Leads see it.',
  county: 'Everyone in Mobilise with a seat.',
  public: 'Also without signing in. Each story keeps its own readers.'
};

export interface Place {
  number: number;
  of: number;
  previous?: CollectionItem;
  next?: CollectionItem;
  here: CollectionItem;
}

/** Where a story stands in what the viewer reads of a collection. */
export function placeOf(collection: Pick<Collection, 'items'>, story: string): Place | undefined {
  const index = collection.items.findIndex((item) => item.story.id === story);
  const here = collection.items[index];
  if (!here) return undefined;
  return {
    number: index + 1,
    of: collection.items.length,
    here,
    previous: collection.items[index - 1],
    next: collection.items[index + 1]
  };
}

export const readAddress = (collection: string, story: string): string => `/stories/${story}?in=${collection}`;
