import type { Minutes } from './service.ts';

/** How far the minutes of a meeting that is over are, for somebody who may come to it. */
export function minutesWords(minutes: Minutes): string {
  if (!minutes.begun) {
    return minutes.can_begin
      ? 'Nobody has written the minutes yet. They begin with what is on the board: who was there, what was decided, the vote, the cards and the actions.'
      : 'Nobody has written the minutes yet.';
  }
  if (minutes.published) return 'Everyone at the schools of the cluster can read the minutes.';
  const by = minutes.begun_by?.name ?? 'Somebody';
  return minutes.writes
    ? 'The minutes are a draft. Their authors share them with the cluster when they are ready.'
    : `${by} writes the minutes. You can read them here once the Cluster Lead has agreed to share them.`;
}
