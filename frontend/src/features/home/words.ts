import type { Schema } from '#api/client.ts';

type Audience = Schema['Audience'];

/** Where a story would go, for "asks to show it to …". */
const audiences: Record<Audience, string> = {
  draft: 'its authors',
  school: 'the school',
  cluster: 'the cluster',
  county: 'the county',
  public: 'everyone'
};

export const shownTo = (audience: Audience): string => audiences[audience];

/** What the open submissions of a draft mean for whoever writes it. */
export function draftState(states: readonly Schema['SubmissionState'][]): { words: string; tone: 'warm' | 'accent' } | null {
  if (states.includes('needs_changes')) return { words: 'Changes asked for', tone: 'warm' };
  if (states.includes('waiting')) return { words: 'Being reviewed', tone: 'accent' };
  return null;
}

/** The greeting for an hour of the day (0 to 23). */
export function greeting(hour: number): string {
  if (hour < 5 || hour >= 18) return 'Good evening';
  return hour < 12 ? 'Good morning' : 'Good afternoon';
}
