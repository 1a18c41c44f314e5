import { answer, api, type Schema } from '#api/client.ts';

export type Picture = Schema['AdoptionPicture'];
export type Figure = Schema['AdoptionFigure'];
export type Said = Schema['AdoptionView'];
export type OwnSchool = Schema['OwnSchool'];
export type Share = Schema['AdoptionShare'];
export type Stance = Schema['Stance'];
export type Saying = Schema['SayAdoption'];

export const fetchAdoptions = (story: string): Promise<Picture> =>
  answer(api.GET('/api/stories/{story_id}/adoptions', { params: { path: { story_id: story } } }));

/** Says for a school what it did; with the version that was read, changes what it said before. */
export const say = (story: string, urn: number, body: Saying, version?: number): Promise<Picture> =>
  answer(
    api.PUT('/api/stories/{story_id}/adoptions/{urn}', {
      params: {
        path: { story_id: story, urn },
        header: version === undefined ? {} : { 'if-match': `"${version}"` }
      },
      body
    })
  );

export async function takeBack(story: string, urn: number): Promise<void> {
  await api.DELETE('/api/stories/{story_id}/adoptions/{urn}', { params: { path: { story_id: story, urn } } });
}
