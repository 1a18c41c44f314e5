import { answer, api, ApiProblem, type Schema } from '#api/client.ts';

export type Review = Schema['ReviewItem'];
export type Submission = Schema['SubmissionView'];
export type Reviews = Schema['ReviewQueue'];
export type Summary = Schema['SubmissionSummary'];
export type Step = Schema['NextStep'];
export type Timeline = Schema['Timeline'];
export type Entry = Schema['TimelineEntry'];
export type Turn = Schema['SubmissionEventView'];
export type Audience = Schema['Audience'];
export type Outcome = 'approved' | 'needs_changes' | 'declined';

/** What falls to the person to decide, and what waits for others where they lead: raised first, then oldest first. */
export const fetchReviews = (): Promise<Reviews> => answer(api.GET('/api/reviews'));

export const fetchSubmission = (id: string): Promise<Submission> =>
  answer(api.GET('/api/submissions/{submission_id}', { params: { path: { submission_id: id } } }));

/** Decides on the revision that was read; a 409 where a newer one came meanwhile or somebody else decided. */
export const decide = (id: string, outcome: Outcome, revision: number, message: string): Promise<Submission> =>
  answer(
    api.POST('/api/submissions/{submission_id}/decision', {
      params: { path: { submission_id: id } },
      body: { outcome, revision, message }
    })
  );

export const withdraw = (id: string): Promise<Submission> =>
  answer(
    api.POST('/api/submissions/{submission_id}/withdrawal', {
      params: { path: { submission_id: id } },
      body: { message: '' }
    })
  );

/** Says something in the conversation, for everybody who has a part in it. */
export const say = (id: string, message: string): Promise<Submission> =>
  answer(
    api.POST('/api/submissions/{submission_id}/messages', {
      params: { path: { submission_id: id } },
      body: { message }
    })
  );

/** Decides from now on in the place of an absent approver, who is told. */
export const takeOver = (id: string, reason: string): Promise<Submission> =>
  answer(
    api.POST('/api/submissions/{submission_id}/takeover', {
      params: { path: { submission_id: id } },
      body: { reason }
    })
  );

/** Takes what is read already further, once somebody has confirmed that no pupil can be recognised. */
export const askFor = (story: string, step: Step, message: string): Promise<Schema['Asked']> =>
  answer(
    api.POST('/api/stories/{story_id}/submissions', {
      params: { path: { story_id: story } },
      body: { audience: step.audience, revision: step.revision, message, confirmed: true }
    })
  );

/** The open requests of a story that the person may see; none where they have no part in it. */
export async function fetchOpen(story: string): Promise<Summary[]> {
  try {
    const all = await answer(
      api.GET('/api/stories/{story_id}/submissions', { params: { path: { story_id: story } } })
    );
    return all.filter(({ state }) => state === 'waiting' || state === 'needs_changes');
  } catch (error) {
    if (error instanceof ApiProblem && [401, 403, 404].includes(error.status)) return [];
    throw error;
  }
}

export const fetchTimeline = (story: string): Promise<Timeline> =>
  answer(api.GET('/api/stories/{story_id}/timeline', { params: { path: { story_id: story } } }));

/** The name of the cluster that a school belongs to, if it can be had. */
export async function clusterOf(urn: number): Promise<string | undefined> {
  try {
    const school = await answer(api.GET('/api/schools/{urn}', { params: { path: { urn } } }));
    return school.cluster?.name;
  } catch {
    return undefined;
  }
}
