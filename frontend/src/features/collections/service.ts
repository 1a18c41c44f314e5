import { answer, api, type Schema } from '#api/client.ts';

export type Collection = Schema['CollectionView'];
export type CollectionItem = Schema['CollectionItemView'];
export type CollectionSummary = Schema['CollectionSummary'];
export type CoverName = CollectionSummary['cover'];
export type CollectionAudience = Schema['CollectionAudience']['audience'];
export type Page = Schema['Page_CollectionSummary_'];

const at = (id: string, version: number) => ({
  path: { collection_id: id },
  header: { 'if-match': `"${version}"` }
});

/** With `story`, each says whether that story is in it. */
export const fetchCollections = (cursor?: string, story?: string): Promise<Page> =>
  answer(api.GET('/api/collections', { params: { query: { cursor, story } } }));

export const fetchCollection = (id: string): Promise<Collection> =>
  answer(api.GET('/api/collections/{collection_id}', { params: { path: { collection_id: id } } }));

export const startCollection = (title: string, cover: CoverName): Promise<Collection> =>
  answer(api.POST('/api/collections', { body: { title, cover, introduction: '' } }));

export const changeCollection = (
  id: string,
  version: number,
  change: Schema['ChangeCollection']
): Promise<Collection> =>
  answer(api.PATCH('/api/collections/{collection_id}', { params: at(id, version), body: change }));

export async function deleteCollection(id: string, version: number): Promise<void> {
  await api.DELETE('/api/collections/{collection_id}', { params: at(id, version) });
}

export const showTo = (id: string, version: number, audience: CollectionAudience): Promise<Collection> =>
  answer(api.POST('/api/collections/{collection_id}/audience', { params: at(id, version), body: { audience } }));

/** At the end, or at `position`. */
export const addStory = (id: string, story: string, position?: number): Promise<Collection> =>
  answer(
    api.POST('/api/collections/{collection_id}/items', {
      params: { path: { collection_id: id } },
      body: { story, position }
    })
  );

export const takeOut = (id: string, story: string): Promise<Collection> =>
  answer(
    api.DELETE('/api/collections/{collection_id}/items/{story_id}', {
      params: { path: { collection_id: id, story_id: story } }
    })
  );

export const saveNote = (id: string, version: number, story: string, note: string): Promise<Collection> =>
  answer(
    api.PATCH('/api/collections/{collection_id}/items/{story_id}', {
      params: { path: { collection_id: id, story_id: story }, header: { 'if-match': `"${version}"` } },
      body: { note }
    })
  );

export const saveOrder = (id: string, version: number, stories: string[]): Promise<Collection> =>
  answer(api.PUT('/api/collections/{collection_id}/order', { params: at(id, version), body: { stories } }));

export interface Found {
  id: string;
  label: string;
  detail: string;
}

/** Stories that the whole county reads, and so may be added. */
export async function findStories(q: string, signal: AbortSignal): Promise<Found[]> {
  const library = await answer(
    api.GET('/api/library', { params: { query: { q, audience: ['county', 'public'], limit: 10 } }, signal })
  );
  return library.items.map(({ story }) => ({ id: story.id, label: story.title, detail: story.home.name }));
}
