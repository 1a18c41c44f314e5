import type { BoardView, Patch } from './types.ts';

/** Parts that hold things by id: patches change single fields of these, and null takes one away. */
const ENTITIES: ReadonlySet<string> = new Set(['people', 'cards', 'groups', 'decisions', 'actions']);

type Part = Record<string, unknown>;

/** The document after `patch`: the same law as `apply` of app/policies/board_projection. */
export function applyPatch(board: BoardView, patch: Patch): BoardView {
  const result: Record<string, unknown> = { ...board };
  for (const [part, changes] of Object.entries(patch)) {
    const next: Part = { ...(result[part] as Part | undefined) };
    for (const [key, value] of Object.entries(changes)) {
      if (!ENTITIES.has(part)) next[key] = value;
      else if (value === null) delete next[key];
      else next[key] = { ...(next[key] as Part | undefined), ...(value as Part) };
    }
    result[part] = next;
  }
  return result as BoardView;
}
