import { answer, api, type Schema } from '#api/client.ts';

export type Home = Schema['HomeView'];
export type Invitation = Schema['InvitationView'];
export type ReviewItem = Schema['ReviewItem'];
export type Draft = Schema['DraftSummary'];

export const fetchHome = (): Promise<Home> => answer(api.GET('/api/home'));

/** One's own answer to an invitation to write. */
export async function answerInvitation(story: string, state: 'accepted' | 'declined'): Promise<void> {
  await api.PATCH('/api/stories/{story_id}/authors/me', {
    params: { path: { story_id: story } },
    body: { state }
  });
}
