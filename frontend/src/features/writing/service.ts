import { answer, api, type Schema } from '#api/client.ts';

export type Draft = Schema['DraftView'];
export type Author = Schema['AuthorView'];
export type NextStep = Schema['NextStep'];
export type Audience = Schema['Audience'];
export type Submission = Schema['SubmissionSummary'];
export type Tag = Schema['RecommendationRef'];
export type Edition = Schema['EditionView'];
export type EditionRef = Schema['EditionRef'];

const story = (id: string) => ({ path: { story_id: id } });

export type StartKind = Schema['StartStory']['kind'];

/** Begins a story; `request` is the one that it takes up. */
export const startStory = (
  kind: StartKind,
  title: string,
  school: number,
  tags: readonly number[],
  request?: string
): Promise<Draft> =>
  answer(
    api.POST('/api/stories', {
      body: { title, home_school_urn: school, tags: [...tags], kind, request }
    })
  );

export const fetchDraft = (id: string): Promise<Draft> =>
  answer(api.GET('/api/stories/{story_id}/draft', { params: story(id) }));

/** Changes what is not prose, from the version that was read; a 412 where somebody else was first. */
export const changeStory = (
  id: string,
  version: number,
  change: { title?: string; tags?: number[] }
): Promise<Draft> =>
  answer(
    api.PATCH('/api/stories/{story_id}', {
      params: { ...story(id), header: { 'if-match': `"${version}"` } },
      body: change
    })
  );

export async function inviteAuthor(id: string, person: string, onByline: boolean): Promise<void> {
  await api.POST('/api/stories/{story_id}/authors', {
    params: story(id),
    body: { person_id: person, on_byline: onByline }
  });
}

export async function changeAuthor(
  id: string,
  person: string,
  change: { may_edit?: boolean; on_byline?: boolean }
): Promise<void> {
  await api.PATCH('/api/stories/{story_id}/authors/{person_id}', {
    params: { path: { story_id: id, person_id: person } },
    body: change
  });
}

export async function removeAuthor(id: string, person: string): Promise<void> {
  await api.DELETE('/api/stories/{story_id}/authors/{person_id}', {
    params: { path: { story_id: id, person_id: person } }
  });
}

export async function leaveStory(id: string): Promise<void> {
  await api.PATCH('/api/stories/{story_id}/authors/me', { params: story(id), body: { state: 'left' } });
}

export const searchPeople = (search: string, signal?: AbortSignal): Promise<Schema['PersonFound'][]> =>
  answer(api.GET('/api/people', { params: { query: { search } }, signal }));

/** Asks that an audience may read the draft as it stands, once the server has all that this page shows. */
export const askToPublish = (
  id: string,
  ask: { audience: Audience; revision?: number; stateVector?: string; message: string; confirmed: boolean }
): Promise<Draft> =>
  answer(
    api.POST('/api/stories/{story_id}/submissions', {
      params: story(id),
      body: {
        audience: ask.audience,
        revision: ask.revision,
        state_vector: ask.stateVector,
        message: ask.message,
        confirmed: ask.confirmed
      }
    })
    // Whoever is on the Write page sees the draft, so it comes with the answer; should that have ended, ask.
  ).then((asked) => asked.draft ?? fetchDraft(id));

export async function withdraw(submission: string, message = ''): Promise<void> {
  await api.POST('/api/submissions/{submission_id}/withdrawal', {
    params: { path: { submission_id: submission } },
    body: { message }
  });
}

export async function stepDown(id: string, audience: Audience, reason: string): Promise<void> {
  await api.POST('/api/stories/{story_id}/step-down', { params: story(id), body: { audience, reason } });
}

/** The editions that clusters work from, each once, with their recommendations. */
export async function fetchFocus(clusters: readonly string[]): Promise<Edition[]> {
  const views = await Promise.all(
    clusters.map((slug) => answer(api.GET('/api/clusters/{slug}', { params: { path: { slug } } })))
  );
  const refs = views.flatMap((view) => view.focus);
  const once = refs.filter((ref, at) => refs.findIndex((other) => sameEdition(ref, other)) === at);
  return Promise.all(once.map(fetchEdition));
}

export const sameEdition = (
  one: Pick<EditionRef, 'guidance' | 'edition'>,
  other: Pick<EditionRef, 'guidance' | 'edition'>
): boolean => one.guidance === other.guidance && one.edition === other.edition;

export const fetchEdition = (ref: Pick<EditionRef, 'guidance' | 'edition'>): Promise<Edition> =>
  answer(
    api.GET('/api/guidance/{guidance}/{edition}', {
      params: { path: { guidance: ref.guidance, edition: ref.edition } }
    })
  );

/** Every edition there is, as the server orders them. */
export async function fetchEditions(): Promise<EditionRef[]> {
  const guidance = await answer(api.GET('/api/guidance'));
  return guidance.flatMap((one) => one.editions);
}
