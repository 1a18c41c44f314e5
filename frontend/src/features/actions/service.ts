import { answer, api, type Schema } from '#api/client.ts';
import { type ActionFields, type Choice, recommendationChoices } from '#ui/action-fields.ts';

export type Action = Schema['ActionView'];
export type ActionList = Schema['ActionList'];

export const fetchActions = (cluster: string): Promise<ActionList> =>
  answer(api.GET('/api/actions', { params: { query: { cluster } } }));

/** Whom of a cluster an action can be given to, and what of the cluster's guidance it can be about. */
export interface Choices {
  owners: readonly Choice<string>[];
  recommendations: readonly Choice<number>[];
}

export async function fetchChoices(cluster: string): Promise<Choices> {
  const path = { slug: cluster };
  const editions = async () => {
    const { focus } = await answer(api.GET('/api/clusters/{slug}', { params: { path } }));
    return Promise.all(
      focus.map(({ guidance, edition }) =>
        answer(api.GET('/api/guidance/{guidance}/{edition}', { params: { path: { guidance, edition } } }))
      )
    );
  };
  const [people, schools, focus] = await Promise.all([
    answer(api.GET('/api/clusters/{slug}/people', { params: { path } })),
    answer(api.GET('/api/clusters/{slug}/schools', { params: { path } })),
    editions()
  ]);
  return {
    owners: [
      ...people.map((one) => ({ value: `person:${one.id}`, label: one.name })),
      ...schools.map((one) => ({ value: `school:${one.urn}`, label: one.name }))
    ],
    recommendations: recommendationChoices(focus.flatMap((edition) => edition.recommendations))
  };
}

export const addAction = (cluster: string, fields: ActionFields): Promise<Action> =>
  answer(api.POST('/api/actions', { body: { cluster, ...fields } }));

export const changeAction = (action: Action, fields: ActionFields): Promise<Action> =>
  answer(
    api.PATCH('/api/actions/{action_id}', {
      params: { path: { action_id: action.id }, header: { 'if-match': `"${action.version}"` } },
      body: fields
    })
  );

export const sayDone = (id: string, done: boolean): Promise<Action> =>
  answer(api.PUT('/api/actions/{action_id}/done', { params: { path: { action_id: id } }, body: { done } }));

export const dropAction = (id: string, reason: string): Promise<Action> =>
  answer(api.POST('/api/actions/{action_id}/drop', { params: { path: { action_id: id } }, body: { reason } }));
