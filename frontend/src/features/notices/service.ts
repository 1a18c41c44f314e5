import { answer, api, type Schema } from '#api/client.ts';

export type Notice = Schema['NoticeView'];
export type Notices = Schema['NoticePage'];

export const fetchNotices = (cursor?: string): Promise<Notices> =>
  answer(api.GET('/api/notices', { params: { query: { cursor, limit: 20 } } }));

export async function markRead(id: number): Promise<void> {
  await api.POST('/api/notices/{notice_id}/read', { params: { path: { notice_id: id } } });
}

export async function markUnread(id: number): Promise<void> {
  await api.DELETE('/api/notices/{notice_id}/read', { params: { path: { notice_id: id } } });
}

export const markAllRead = async (): Promise<readonly number[]> => (await answer(api.POST('/api/notices/read-all'))).ids;
