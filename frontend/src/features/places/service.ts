import { answer, api, type Schema } from '#api/client.ts';
import { PagedList } from '#api/paged.svelte.ts';

export type Cluster = Schema['ClusterView'];
export type ClusterSummary = Schema['ClusterSummary'];
export type ClusterSchool = Schema['ClusterSchool'];
export type School = Schema['SchoolView'];
export type EditionRef = Schema['EditionRef'];
export type Post = Schema['Post'];
export type StorySummary = Schema['StorySummary'];

export const fetchClusters = (): Promise<readonly ClusterSummary[]> => answer(api.GET('/api/clusters'));

export const fetchCluster = (slug: string): Promise<Cluster> =>
  answer(api.GET('/api/clusters/{slug}', { params: { path: { slug } } }));

export const fetchClusterStories = (slug: string): Promise<PagedList<StorySummary>> =>
  PagedList.start((cursor) =>
    answer(api.GET('/api/clusters/{slug}/stories', { params: { path: { slug }, query: { cursor, limit: 10 } } }))
  );

export const fetchClusterSchools = (slug: string): Promise<readonly ClusterSchool[]> =>
  answer(api.GET('/api/clusters/{slug}/schools', { params: { path: { slug } } }));

/** Every edition of every guidance, as they may be chosen. */
export async function fetchEditions(): Promise<readonly EditionRef[]> {
  const guidance = await answer(api.GET('/api/guidance'));
  return guidance.flatMap((line) => line.editions);
}

export const chooseFocus = (slug: string, focus: readonly EditionRef[]): Promise<Cluster> =>
  answer(
    api.PUT('/api/clusters/{slug}/focus', {
      params: { path: { slug } },
      body: { editions: focus.map(({ guidance, edition }) => ({ guidance, edition })) }
    })
  );

export const fetchSchool = (urn: number): Promise<School> =>
  answer(api.GET('/api/schools/{urn}', { params: { path: { urn } } }));

export const fetchSchoolStories = (urn: number): Promise<PagedList<StorySummary>> =>
  PagedList.start((cursor) =>
    answer(api.GET('/api/schools/{urn}/stories', { params: { path: { urn }, query: { cursor, limit: 10 } } }))
  );

export type SimilarSchools = Schema['SimilarSchools'];
export type SimilarSchool = Schema['SimilarSchool'];
export type LikeMine = Schema['LikeMine'];

/** The schools most like this one, nearest first. */
export const fetchSimilar = (urn: number): Promise<SimilarSchools> =>
  answer(api.GET('/api/schools/{urn}/similar', { params: { path: { urn } } }));

/** How like the reader's own schools this one is, the most like first. */
export const fetchLikeness = (urn: number): Promise<readonly LikeMine[]> =>
  answer(api.GET('/api/schools/{urn}/likeness', { params: { path: { urn } } }));

/** A few stories from schools like this one, the newest first, and how many there are. */
export const fetchStoriesLike = (urn: number, limit: number): Promise<Schema['LibraryView']> =>
  answer(api.GET('/api/library', { params: { query: { like: [String(urn)], limit } } }));
