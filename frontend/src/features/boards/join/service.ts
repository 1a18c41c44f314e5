import { answer, api, type Schema } from '#api/client.ts';

export type Joined = Schema['JoinedMeeting'];

/** Come to the meeting that has this code now, as a guest; people of its own come as themselves. */
export const joinMeeting = (code: string, name: string): Promise<Joined> =>
  answer(api.POST('/api/join', { body: { code, name } }));
