import { answer, api, type Schema } from '#api/client.ts';
import { PagedList } from '#api/paged.svelte.ts';

export type Summary = Schema['MeetingSummary'];
export type Meeting = Schema['MeetingView'];
export type Invitation = Schema['AskedView'];
export type Template = Schema['TemplateView'];
export type Plan = Schema['BoardPlan'];
export type Column = Schema['Column'];
export type Stage = Schema['Stage'];
export type Person = Schema['PersonFound'];
export type Page = Schema['Page_MeetingSummary_'];
export type Action = Schema['ActionView'];
type Change = Schema['ChangeMeeting'];

const of = (id: string) => ({ path: { meeting_id: id } });
const at = (id: string, version: number) => ({ ...of(id), header: { 'if-match': `"${version}"` } });
const template = (id: string) => ({ path: { template_id: id } });

/** Live ones, then those that are planned, the next first. */
export const fetchMeetings = async (cluster?: string): Promise<readonly Summary[]> =>
  (await answer(api.GET('/api/meetings', { params: { query: { when: 'coming', cluster } } }))).items;

export const fetchPastMeetings = (cluster?: string): Promise<PagedList<Summary>> =>
  PagedList.start((cursor) =>
    answer(api.GET('/api/meetings', { params: { query: { when: 'past', cluster, cursor, limit: 10 } } }))
  );

export const fetchMeeting = (id: string): Promise<Meeting> =>
  answer(api.GET('/api/meetings/{meeting_id}', { params: of(id) }));

export const planMeeting = (meeting: Schema['PlanMeeting']): Promise<Meeting> =>
  answer(api.POST('/api/meetings', { body: meeting }));

export const changeMeeting = (id: string, version: number, change: Change): Promise<Meeting> =>
  answer(api.PATCH('/api/meetings/{meeting_id}', { params: at(id, version), body: change }));

export const cancelMeeting = (id: string, version: number, reason: string): Promise<Meeting> =>
  answer(api.POST('/api/meetings/{meeting_id}/cancellation', { params: at(id, version), body: { reason } }));

export const startMeeting = (id: string): Promise<Meeting> =>
  answer(api.POST('/api/meetings/{meeting_id}/start', { params: of(id) }));

/** What the cluster agreed and nobody has done yet: it comes back on the next board. */
export const fetchOpenActions = async (cluster: string): Promise<readonly Action[]> =>
  (await answer(api.GET('/api/actions', { params: { query: { cluster } } }))).open;

export const invite = (id: string, people: string[], wholeCluster = false): Promise<Meeting> =>
  answer(
    api.POST('/api/meetings/{meeting_id}/invitations', {
      params: of(id),
      body: { people, whole_cluster: wholeCluster }
    })
  );

export const uninvite = (id: string, person: string): Promise<Meeting> =>
  answer(
    api.DELETE('/api/meetings/{meeting_id}/invitations/{person_id}', {
      params: { path: { meeting_id: id, person_id: person } }
    })
  );

export const sayWhetherComing = (id: string, coming: boolean): Promise<Meeting> =>
  answer(
    api.PUT('/api/meetings/{meeting_id}/answer', {
      params: of(id),
      body: { answer: coming ? 'coming' : 'not_coming' }
    })
  );

export const searchPeople = (search: string, signal: AbortSignal): Promise<Person[]> =>
  answer(api.GET('/api/people', { params: { query: { search } }, signal }));

export const fetchClusterPeople = (slug: string): Promise<Person[]> =>
  answer(api.GET('/api/clusters/{slug}/people', { params: { path: { slug } } }));

export const fetchTemplates = (cluster?: string): Promise<Template[]> =>
  answer(api.GET('/api/board-templates', { params: { query: { cluster } } }));

export const fetchTemplate = (id: string): Promise<Template> =>
  answer(api.GET('/api/board-templates/{template_id}', { params: template(id) }));

export const makeTemplate = (cluster: string, from: Pick<Template, 'name' | 'about' | 'plan'>): Promise<Template> =>
  answer(
    api.POST('/api/board-templates', {
      body: { cluster, name: from.name, about: from.about, plan: from.plan as Schema['BoardPlan'] }
    })
  );

export const changeTemplate = (
  id: string,
  version: number,
  change: Schema['ChangeTemplate']
): Promise<Template> =>
  answer(
    api.PATCH('/api/board-templates/{template_id}', {
      params: { ...template(id), header: { 'if-match': `"${version}"` } },
      body: change
    })
  );

export async function deleteTemplate(id: string, version: number): Promise<void> {
  await api.DELETE('/api/board-templates/{template_id}', {
    params: { ...template(id), header: { 'if-match': `"${version}"` } }
  });
}
