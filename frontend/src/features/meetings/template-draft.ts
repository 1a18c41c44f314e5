import type { Column, Plan, Stage } from './service.ts';

/** A column or stage in the editor: `id` stays the same while its key may not be known yet. */
export type Drafted<T> = T & { id: string };
export type StageDraft = Drafted<Stage> & { questions: string };

export interface Draft {
  columns: Drafted<Column>[];
  stages: StageDraft[];
  anonymous: boolean;
}

export const MOST = { columns: 8, stages: 20, prompts: 8 };

export const draftOf = (plan: Plan): Draft => ({
  columns: plan.columns.map((column) => ({ ...column, prompt: column.prompt ?? '', id: column.key })),
  stages: plan.stages.map((stage) => ({ ...stage, questions: (stage.prompts ?? []).join('\n'), id: stage.key })),
  anonymous: plan.anonymous ?? false
});

export const newStage = (id: string): StageDraft => ({
  id,
  key: '',
  kind: 'talk',
  title: '',
  minutes: 5,
  prompts: [],
  questions: '',
  dots: 3,
  silent: 'nobody'
});

/** The plan that a draft means; what does not belong to a stage of its kind is left out. */
export function planOf(draft: Draft): Plan {
  const columns = new Set<string>();
  const stages = new Set<string>();
  return {
    columns: draft.columns.map(({ id: _, key, title, prompt }) => ({
      key: key || keyFor(title, columns, draft.columns),
      title: title.trim(),
      prompt: (prompt ?? '').trim()
    })),
    stages: draft.stages.map((stage) => ({
      key: stage.key || keyFor(stage.title, stages, draft.stages),
      kind: stage.kind,
      title: stage.title.trim(),
      minutes: stage.minutes || null,
      prompts: stage.questions
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .slice(0, MOST.prompts),
      dots: stage.kind === 'vote' ? (stage.dots ?? 3) : 3,
      dots_per_card: stage.kind === 'vote' ? (stage.dots_per_card ?? null) : null,
      silent: stage.kind === 'talk' ? (stage.silent ?? 'nobody') : 'nobody',
      per_topic_minutes: stage.kind === 'discuss' ? (stage.per_topic_minutes ?? null) : null
    })),
    anonymous: draft.anonymous
  };
}

/** A key that no other one has: from the title, for whoever reads the data. */
function keyFor(title: string, made: Set<string>, others: readonly { key: string }[]): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 24);
  const base = plain || 'part';
  let key = base;
  for (let number = 2; made.has(key) || others.some((one) => one.key === key); number++) key = `${base}-${number}`;
  made.add(key);
  return key;
}

/** What has to be mended, in a sentence; nothing if it can be saved. */
export function problemOf(name: string, draft: Draft): string | undefined {
  if (!name.trim()) return 'Give the template a name.';
  if (draft.columns.length === 0) return 'A board needs a column at least.';
  if (draft.stages.length === 0) return 'A meeting needs a stage at least.';
  if (draft.columns.some((one) => !one.title.trim())) return 'Give every column a title.';
  if (draft.stages.some((one) => !one.title.trim())) return 'Give every stage a title.';
  return undefined;
}
