import { answer, api, type Schema } from '#api/client.ts';

export type Check = Schema['PrivacyView'];
export type Finding = Schema['FindingView'];

const at = (story: string, revision: number | null) => ({
  path: { story_id: story },
  query: { revision: revision ?? undefined }
});

/** What was found in a revision, or (`null`) in the draft as it is stored now. */
export const fetchCheck = (story: string, revision: number | null): Promise<Check> =>
  answer(api.GET('/api/stories/{story_id}/privacy', { params: at(story, revision) }));

export const dismiss = (story: string, revision: number | null, finding: string, reason: string): Promise<Check> =>
  answer(
    api.POST('/api/stories/{story_id}/privacy/dismissals', {
      params: at(story, revision),
      body: { finding, reason }
    })
  );

export const takeBack = (story: string, revision: number | null, finding: string): Promise<Check> => {
  const { path, query } = at(story, revision);
  return answer(
    api.DELETE('/api/stories/{story_id}/privacy/dismissals/{finding}', {
      params: { path: { ...path, finding }, query }
    })
  );
};
