import { answer, api, type Schema } from '#api/client.ts';
import { PagedList } from '#api/paged.svelte.ts';

/** What a cluster's schools share to be used, as far as I may read it, the newest first. */
export const fetchClusterResources = (slug: string): Promise<PagedList<Schema['StorySummary']>> =>
  PagedList.start((cursor) =>
    answer(
      api.GET('/api/clusters/{slug}/stories', { params: { path: { slug }, query: { kind: 'resources', cursor, limit: 5 } } })
    )
  );
