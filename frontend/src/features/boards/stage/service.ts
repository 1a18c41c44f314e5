import { answer, api, type Schema } from '#api/client.ts';

export type BoardView = Schema['BoardView'];
export type MeetingView = Schema['MeetingView'];

/** A board as it is now, for those who only want to read it. */
export const fetchBoard = (board_id: string): Promise<BoardView> =>
  answer(api.GET('/api/boards/{board_id}', { params: { path: { board_id } } }));

/** The meeting that a board belongs to, for people with an account; undefined if it cannot be had. */
export const fetchMeeting = (meeting_id: string): Promise<MeetingView | undefined> =>
  answer(api.GET('/api/meetings/{meeting_id}', { params: { path: { meeting_id } } })).catch(() => undefined);

/** Ends a guest's visit: this device knows nothing of the meeting any more. */
export const leaveMeeting = (): Promise<unknown> => answer(api.DELETE('/api/join'));
