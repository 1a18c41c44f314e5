import { answer, api, type Schema } from '#api/client.ts';
import { PagedList } from '#api/paged.svelte.ts';

export type Cluster = Schema['ClusterView'];
export type ClusterSummary = Schema['ClusterSummary'];
export type ClusterSchool = Schema['ClusterSchool'];
export type School = Schema['SchoolView'];
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

export const fetchSchool = (urn: number): Promise<School> =>
  answer(api.GET('/api/schools/{urn}', { params: { path: { urn } } }));

export const fetchSchoolStories = (urn: number): Promise<PagedList<StorySummary>> =>
  PagedList.start((cursor) =>
    answer(api.GET('/api/schools/{urn}/stories', { params: { path: { urn }, query: { cursor, limit: 10 } } }))
  );
