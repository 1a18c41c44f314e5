import { answer, api, type Schema } from '#api/client.ts';

export type Review = Schema['ReviewItem'];
export type Submission = Schema['SubmissionView'];
export type Turn = Schema['SubmissionEventView'];
export type Audience = Schema['Audience'];
export type Outcome = 'approved' | 'needs_changes' | 'declined';

/** What falls to the person to decide: waiting before sent back, each oldest first. */
export const fetchReviews = (): Promise<Review[]> => answer(api.GET('/api/reviews'));

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

/** The name of the cluster that a school belongs to, if it can be had. */
export async function clusterOf(urn: number): Promise<string | undefined> {
  try {
    const school = await answer(api.GET('/api/schools/{urn}', { params: { path: { urn } } }));
    return school.cluster?.name;
  } catch {
    return undefined;
  }
}
