import { answer, api, type Schema } from '#api/client.ts';

export type Action = Schema['ActionView'];
export type ActionList = Schema['ActionList'];

/** What is written down about an action; at most one of the two owners. */
export interface Fields {
  text: string;
  owner_person: string | null;
  owner_school: number | null;
  due_on: string | null;
}

/** Somebody or some school that an action can be given to. */
export interface Owner {
  key: string;
  name: string;
}

export const fetchActions = (cluster: string): Promise<ActionList> =>
  answer(api.GET('/api/actions', { params: { query: { cluster } } }));

export async function fetchOwners(cluster: string): Promise<Owner[]> {
  const path = { slug: cluster };
  const [people, schools] = await Promise.all([
    answer(api.GET('/api/clusters/{slug}/people', { params: { path } })),
    answer(api.GET('/api/clusters/{slug}/schools', { params: { path } }))
  ]);
  return [
    ...people.map((one) => ({ key: `person:${one.id}`, name: one.name })),
    ...schools.map((one) => ({ key: `school:${one.urn}`, name: one.name }))
  ];
}

export const addAction = (cluster: string, fields: Fields): Promise<Action> =>
  answer(api.POST('/api/actions', { body: { cluster, ...fields } }));

export const changeAction = (action: Action, fields: Fields): Promise<Action> =>
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
