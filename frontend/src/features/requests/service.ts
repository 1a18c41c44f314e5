import { answer, api, type Schema } from '#api/client.ts';

export type StoryRequest = Schema['RequestView'];
export type Lists = Schema['RequestLists'];
export type Place = Schema['RequestPlace'];
export type Recommendation = Schema['RecommendationRef'];
export type Edition = Schema['EditionRef'];

const at = (id: string) => ({ path: { request_id: id } });

export const fetchRequests = (): Promise<Lists> => answer(api.GET('/api/requests'));

export const fetchRequest = (id: string): Promise<StoryRequest> =>
  answer(api.GET('/api/requests/{request_id}', { params: at(id) }));

export const askForStory = (place: Place, recommendation: number, message: string): Promise<StoryRequest> =>
  answer(
    api.POST('/api/requests', {
      body: { school: place.school?.urn, cluster: place.cluster?.slug, recommendation, message }
    })
  );

export const decline = (id: string, reason: string): Promise<StoryRequest> =>
  answer(api.POST('/api/requests/{request_id}/decline', { params: at(id), body: { reason } }));

export const withdraw = (id: string): Promise<StoryRequest> =>
  answer(api.POST('/api/requests/{request_id}/withdraw', { params: at(id), body: { reason: '' } }));

export const searchPlaces = (search: string, signal?: AbortSignal): Promise<Place[]> =>
  answer(api.GET('/api/requests/places', { params: { query: { search } }, signal }));

/** Every edition there is, as the server orders them. */
export async function fetchEditions(): Promise<Edition[]> {
  const guidance = await answer(api.GET('/api/guidance'));
  return guidance.flatMap((one) => one.editions);
}

export const fetchRecommendations = async (guidance: string, edition: string): Promise<readonly Recommendation[]> =>
  (await answer(api.GET('/api/guidance/{guidance}/{edition}', { params: { path: { guidance, edition } } })))
    .recommendations;
