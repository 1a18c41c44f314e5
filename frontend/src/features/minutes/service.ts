import { answer, api, type Schema } from '#api/client.ts';
import { PagedList } from '#api/paged.svelte.ts';

export type Minutes = Schema['MinutesView'];

export const fetchMinutes = (meeting: string): Promise<Minutes> =>
  answer(api.GET('/api/meetings/{meeting_id}/minutes', { params: { path: { meeting_id: meeting } } }));

export const beginMinutes = (meeting: string): Promise<Minutes> =>
  answer(api.POST('/api/meetings/{meeting_id}/minutes', { params: { path: { meeting_id: meeting } } }));

/** Minutes of a cluster's meetings that I may read, the newest first. */
export const fetchClusterMinutes = (slug: string): Promise<PagedList<Schema['StorySummary']>> =>
  PagedList.start((cursor) =>
    answer(
      api.GET('/api/clusters/{slug}/stories', { params: { path: { slug }, query: { kind: 'minutes', cursor, limit: 5 } } })
    )
  );
