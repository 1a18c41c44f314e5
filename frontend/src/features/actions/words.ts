import type { ActionFields } from '#ui/action-fields.ts';
import type { Action } from './service.ts';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** "12 November", with its year unless that is this one. */
export const dayWords = (date: string, today = new Date()): string =>
  (date.startsWith(String(today.getFullYear())) ? day : dayAndYear).format(new Date(`${date}T00:00:00Z`));

export const ownerName = (action: Pick<Action, 'owner_person' | 'owner_school'>): string =>
  action.owner_person?.name ?? action.owner_school?.name ?? 'Nobody yet';

/** What a form begins with, to change it. */
export const fieldsOf = (action: Action): ActionFields => ({
  text: action.text,
  owner_person: action.owner_person?.id ?? null,
  owner_school: action.owner_school?.urn ?? null,
  due_on: action.due_on,
  recommendation: action.recommendation?.id ?? null
});

/** By when, or since when it is done or overdue. */
export function dueWords(action: Pick<Action, 'due_on' | 'overdue' | 'done_on'>): string {
  if (action.done_on) return `done ${dayWords(action.done_on)}`;
  if (!action.due_on) return 'no day agreed';
  return action.overdue ? `was due ${dayWords(action.due_on)}` : `by ${dayWords(action.due_on)}`;
}
