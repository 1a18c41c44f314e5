import { answer, api, type Schema } from '#api/client.ts';
import { PagedList } from '#api/paged.svelte.ts';

export type Guidance = Schema['GuidanceView'];
export type Edition = Schema['EditionView'];
export type EditionRef = Schema['EditionRef'];
export type Recommendation = Schema['RecommendationView'];
export type RecommendationRef = Schema['RecommendationRef'];
export type RecommendationCount = Schema['RecommendationCount'];

export async function fetchGuidance(): Promise<readonly Guidance[]> {
  const list = await PagedList.start((cursor) =>
    answer(api.GET('/api/guidance', { params: { query: { cursor } } }))
  );
  while (list.hasMore) {
    await list.more();
    if (list.error !== undefined) throw list.error;
  }
  return list.items;
}

export const fetchEdition = (slug: string, edition: string): Promise<Edition> =>
  answer(api.GET('/api/guidance/{slug}/{edition}', { params: { path: { slug, edition } } }));

export const fetchRecommendation = (slug: string, edition: string, number: number): Promise<Recommendation> =>
  answer(
    api.GET('/api/guidance/{slug}/{edition}/recommendations/{number}', {
      params: { path: { slug, edition, number } }
    })
  );

export const fetchRecommendationStories = (
  slug: string,
  edition: string,
  number: number
): Promise<PagedList<Schema['StorySummary']>> =>
  PagedList.start((cursor) =>
    answer(
      api.GET('/api/guidance/{slug}/{edition}/recommendations/{number}/stories', {
        params: { path: { slug, edition, number }, query: { cursor, limit: 10 } }
      })
    )
  );
