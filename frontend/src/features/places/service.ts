import { answer, api, type Schema } from '#api/client.ts';
import { PagedList } from '#api/paged.svelte.ts';

export type Cluster = Schema['ClusterView'];
export type ClusterSummary = Schema['ClusterSummary'];
export type ClusterSchool = Schema['ClusterSchool'];
export type School = Schema['SchoolView'];
export type Post = Schema['Post'];
export type StorySummary = Schema['StorySummary'];

const pageOf = (cursor: string | undefined, limit?: number) => ({ query: { cursor, limit } });

/** A county has some tens of clusters: all of them, however many pages that takes. */
export async function fetchClusters(): Promise<readonly ClusterSummary[]> {
  const list = await PagedList.start((cursor) => answer(api.GET('/api/clusters', { params: pageOf(cursor) })));
  return everything(list);
}

export const fetchCluster = (slug: string): Promise<Cluster> =>
  answer(api.GET('/api/clusters/{slug}', { params: { path: { slug } } }));

export const fetchClusterStories = (slug: string): Promise<PagedList<StorySummary>> =>
  PagedList.start((cursor) =>
    answer(api.GET('/api/clusters/{slug}/stories', { params: { path: { slug }, ...pageOf(cursor, 10) } }))
  );

/** A cluster has 12 to 14 schools: all of them. */
export async function fetchClusterSchools(slug: string): Promise<readonly ClusterSchool[]> {
  const list = await PagedList.start((cursor) =>
    answer(api.GET('/api/clusters/{slug}/schools', { params: { path: { slug }, ...pageOf(cursor) } }))
  );
  return everything(list);
}

export const fetchSchool = (urn: number): Promise<School> =>
  answer(api.GET('/api/schools/{urn}', { params: { path: { urn } } }));

export const fetchSchoolStories = (urn: number): Promise<PagedList<StorySummary>> =>
  PagedList.start((cursor) =>
    answer(api.GET('/api/schools/{urn}/stories', { params: { path: { urn }, ...pageOf(cursor, 10) } }))
  );

async function everything<T>(list: PagedList<T>): Promise<readonly T[]> {
  while (list.hasMore) {
    await list.more();
    if (list.error !== undefined) throw list.error;
  }
  return list.items;
}
