import type { Criterion } from './service.ts';

export type Difference =
  | { what: 'added' | 'removed'; title: string }
  | { what: 'reworded'; title: string; before: Criterion; after: Criterion }
  | { what: 'moved' };

/** What a version changed against the one before it, by the keys of its criteria. */
export function differences(before: readonly Criterion[], after: readonly Criterion[]): Difference[] {
  const found: Difference[] = [];
  const old = new Map(before.map((one) => [one.key, one]));
  const now = new Set(after.map((one) => one.key));
  for (const one of after) {
    const was = old.get(one.key);
    if (!was) found.push({ what: 'added', title: one.title });
    else if (was.title !== one.title || was.description !== one.description)
      found.push({ what: 'reworded', title: was.title, before: was, after: one });
  }
  for (const one of before) if (!now.has(one.key)) found.push({ what: 'removed', title: one.title });
  const kept = (criteria: readonly Criterion[]) =>
    criteria.filter((one) => now.has(one.key) && old.has(one.key)).map((one) => one.key);
  if (kept(before).join(' ') !== kept(after).join(' ')) found.push({ what: 'moved' });
  return found;
}

/** A criterion that is being written; `id` holds for as long as the page is open. */
export interface Draft {
  id: string;
  key: string | null;
  title: string;
  description: string;
}

export const drafts = (criteria: readonly Criterion[]): Draft[] =>
  criteria.map((one) => ({ id: one.key, key: one.key, title: one.title, description: one.description }));

/** Whether what is written differs from what there is. */
export const isChanged = (draft: readonly Draft[], now: readonly Criterion[]): boolean =>
  draft.length !== now.length ||
  draft.some((one, index) => {
    const was = now[index];
    return one.key !== was?.key || one.title.trim() !== was.title || one.description.trim() !== was.description;
  });
