import { answer, api, type Schema } from '#api/client.ts';
import { PagedList } from '#api/paged.svelte.ts';

export type Guidance = Schema['GuidanceView'];
export type Edition = Schema['EditionView'];
export type EditionRef = Schema['EditionRef'];
export type Recommendation = Schema['RecommendationView'];
export type RecommendationRef = Schema['RecommendationRef'];
export type RecommendationCount = Schema['RecommendationCount'];
export type Picture = Schema['RecommendationPicture'];
export type Share = Schema['Share'];

export const fetchGuidance = (): Promise<readonly Guidance[]> => answer(api.GET('/api/guidance'));

export const fetchEdition = (guidance: string, edition: string): Promise<Edition> =>
  answer(api.GET('/api/guidance/{guidance}/{edition}', { params: { path: { guidance, edition } } }));

export const fetchRecommendation = (guidance: string, edition: string, number: number): Promise<Recommendation> =>
  answer(
    api.GET('/api/guidance/{guidance}/{edition}/recommendations/{number}', {
      params: { path: { guidance, edition, number } }
    })
  );

export const fetchRecommendationStories = (
  guidance: string,
  edition: string,
  number: number
): Promise<PagedList<Schema['StorySummary']>> =>
  PagedList.start((cursor) =>
    answer(
      api.GET('/api/guidance/{guidance}/{edition}/recommendations/{number}/stories', {
        params: { path: { guidance, edition, number }, query: { cursor, limit: 10 } }
      })
    )
  );

/** What there is about a recommendation and what is missing, as far as the reader may know. */
export const fetchPicture = (guidance: string, edition: string, number: number): Promise<Picture> =>
  answer(
    api.GET('/api/guidance/{guidance}/{edition}/recommendations/{number}/picture', {
      params: { path: { guidance, edition, number } }
    })
  );
