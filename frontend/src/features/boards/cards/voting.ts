import { announce } from '#ui/announcer.svelte.ts';
import { toasts } from '#ui/toast.svelte.ts';
import { spoken } from './spoken.ts';
import type { CardTable } from './table.svelte.ts';

/** What dots on this row would be on: the card or group; nothing for a card that is in a group. */
export function votedFor(table: CardTable, id: string): string | undefined {
  const row = table.row(id);
  return row && (row.kind === 'group' || row.group === null) ? id : undefined;
}

/** Why there is no further dot, for the eyes and the ears; asked again, it is said again, and stands there once. */
function refuse(words: string): void {
  const before = toasts.list.find((toast) => toast.words === words);
  if (before) toasts.dismiss(before.id);
  toasts.show(words);
}

/** Put a dot, and say how many there are then. */
export function putDot(table: CardTable, target: string): void {
  const { board } = table;
  const stage = board.head?.plan.stages[board.head.stage];
  if (!table.may('vote') || !board.votes.open) return;
  const mine = board.votes.mine[target] ?? 0;
  const most = stage?.dots_per_card ?? Infinity;
  if (mine >= most) return refuse(spoken.enoughDots(most));
  if (board.votes.left === 0) return refuse(spoken.noDots);
  const left = board.votes.left - 1;
  void board.do({ do: 'vote.put', target });
  announce(spoken.dot(table.name(target), mine + 1, left), { urgent: true });
}

/** Take one's own dot back, and say how many there are then. */
export function takeDot(table: CardTable, target: string): void {
  const { board } = table;
  if (!table.may('vote') || !board.votes.open) return;
  const mine = board.votes.mine[target] ?? 0;
  if (mine === 0) return announce(spoken.noDotHere, { urgent: true });
  const left = board.votes.left + 1;
  void board.do({ do: 'vote.take', target });
  announce(spoken.dot(table.name(target), mine - 1, left), { urgent: true });
}
