import { answer, api, type Schema } from '#api/client.ts';
import { facetKeys, queryOf, type Search } from './search.ts';

export type Library = Schema['LibraryView'];
export type Hit = Schema['LibraryHit'];
export type Facet = Schema['Facet'];
export type FacetValue = Schema['FacetValue'];
export type { FacetKey } from './search.ts';
export type Piece = Schema['Piece'];
export type SavedSearch = Schema['SavedSearchView'];

export interface Page {
  cursor?: string;
  limit?: number;
  signal?: AbortSignal;
}

export function fetchLibrary(search: Search, { cursor, limit, signal }: Page = {}): Promise<Library> {
  const chosen = Object.fromEntries(
    facetKeys.map((facet) => [facet, search.choices.filter((one) => one.facet === facet).map((one) => one.value)])
  );
  return answer(
    api.GET('/api/library', {
      params: { query: { ...chosen, q: search.q || undefined, sort: search.sort, cursor, limit } },
      signal
    })
  );
}

export const fetchSaved = (): Promise<readonly SavedSearch[]> => answer(api.GET('/api/library/searches'));

export const saveSearch = (name: string, search: Search): Promise<SavedSearch> =>
  answer(api.POST('/api/library/searches', { body: { name, query: queryOf(search) } }));

export async function forgetSearch(id: string): Promise<void> {
  await api.DELETE('/api/library/searches/{search_id}', { params: { path: { search_id: id } } });
}
