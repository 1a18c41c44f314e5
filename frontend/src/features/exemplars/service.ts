import { answer, api, type Schema } from '#api/client.ts';

export type Story = Schema['StoryView'];
export type Exemplar = Schema['ExemplarView'];
export type ExemplarSummary = Schema['ExemplarSummary'];
export type Exemplars = Schema['ExemplarsView'];
export type Ended = Schema['EndedExemplar'];
export type Rubric = Schema['RubricView'];
export type Award = Schema['Award'];

/** Newest award first; `recommendation` is guidance/edition/number. */
export const fetchExemplars = (recommendation?: string, cursor?: string): Promise<Exemplars> =>
  answer(api.GET('/api/exemplars', { params: { query: { recommendation, cursor } } }));

export const fetchEnded = (cursor?: string): Promise<Schema['Page_EndedExemplar_']> =>
  answer(api.GET('/api/exemplars/ended', { params: { query: { cursor } } }));

export const fetchRubric = (): Promise<Rubric> => answer(api.GET('/api/rubric'));

export const award = (story: string, body: Award): Promise<Exemplar> =>
  answer(api.POST('/api/stories/{story_id}/exemplar', { params: { path: { story_id: story } }, body }));

export const keep = (id: string, review_by: string, words: string): Promise<Exemplar> =>
  answer(
    api.POST('/api/exemplars/{exemplar_id}/review', {
      params: { path: { exemplar_id: id } },
      body: { review_by, words }
    })
  );

export async function retire(id: string, reason: string): Promise<void> {
  await api.POST('/api/exemplars/{exemplar_id}/retirement', {
    params: { path: { exemplar_id: id } },
    body: { reason }
  });
}
