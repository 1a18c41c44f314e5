import { generateKeyBetween } from 'fractional-indexing';
import { applyPatch } from './document.ts';
import type { BoardView, CardView, Command, Patch } from './types.ts';

export interface Wish {
  me: string | null;
  /** The server's time when it was wanted. */
  at: number;
  /** How many dots there were to be on its target: so that doing it twice changes nothing. */
  want?: number | undefined;
}

type CardChanges = Record<string, Partial<CardView> | null>;

/** How many of one's dots are to be on a target, once this command is done; for commands about dots. */
export function wanted(board: BoardView, command: Command): number | undefined {
  if (command.do === 'vote.put') return (board.votes.mine[command.target] ?? 0) + 1;
  if (command.do === 'vote.take') return Math.max(0, (board.votes.mine[command.target] ?? 0) - 1);
  return undefined;
}

/**
 * What a command will change for whoever sends it, as far as that can be told here; nothing where it cannot,
 * where it will be refused, or where it is done already.
 */
export function foresee(board: BoardView, command: Command, wish: Wish): Patch | undefined {
  switch (command.do) {
    case 'card.add':
      return addCard(board, command, wish);
    case 'card.edit': {
      const card = board.cards[command.card];
      if (!card) return undefined;
      const changes: Partial<CardView> = {};
      if (isGiven(command.text)) changes.text = command.text;
      if (isGiven(command.tags)) changes.tags = command.tags;
      if (isGiven(command.school) || command.clear_school) changes.school = command.school ?? null;
      return { cards: { [command.card]: changes } };
    }
    case 'card.remove':
      return removeCard(board, command.card);
    case 'card.move':
      return moveCard(board, command);
    case 'card.react':
      return react(board, command);
    case 'group.make':
      return makeGroup(board, command);
    case 'group.name':
      return board.groups[command.group] && { groups: { [command.group]: { name: command.name } } };
    case 'group.move':
      return moveGroup(board, command);
    case 'group.split':
      return splitGroup(board, command.group);
    case 'vote.put':
    case 'vote.take':
      return vote(board, command.target, wish.want);
    case 'timer.set':
      return head({ timer: { ends_at: new Date(wish.at + command.seconds * 1000).toISOString(), left_ms: null } });
    case 'timer.clear':
      return head({ timer: null });
    case 'timer.pause': {
      const ends = board.board.timer?.ends_at;
      return ends ? head({ timer: { ends_at: null, left_ms: Math.max(0, Math.round(Date.parse(ends) - wish.at)) } }) : undefined;
    }
    case 'timer.resume': {
      const left = board.board.timer?.left_ms;
      return isGiven(left) ? head({ timer: { ends_at: new Date(wish.at + left).toISOString(), left_ms: null } }) : undefined;
    }
    case 'floor.give':
      return head({ speaker: command.to });
    case 'floor.presenter':
      return head({ presenter: command.to });
    case 'board.focus':
      return head({ focus: command.target });
    case 'board.lock':
      return head({ locked: command.on });
    case 'board.door':
      return head({ door_open: command.open });
    case 'decision.add': {
      if (board.decisions[command.decision]) return undefined;
      const places = Object.values(board.decisions).map(({ position }) => position);
      const position = generateKeyBetween(last(places), null);
      return { decisions: { [command.decision]: { text: command.text, position } } };
    }
    case 'decision.edit':
      return board.decisions[command.decision] && { decisions: { [command.decision]: { text: command.text } } };
    case 'decision.remove':
      return board.decisions[command.decision] && { decisions: { [command.decision]: null } };
    case 'action.add':
    case 'action.edit':
      return action(board, command);
    case 'action.done':
      return board.actions[command.action] && { actions: { [command.action]: { done: command.done } } };
    case 'action.drop':
      return board.actions[command.action] && { actions: { [command.action]: null } };
    default:
      return undefined;
  }
}

const head = (changes: Partial<BoardView['board']>): Patch => ({ board: changes });

function addCard(board: BoardView, command: Of<'card.add'>, { me }: Wish): Patch | undefined {
  const { plan, stage } = board.board;
  if (board.cards[command.card] || !plan.columns.some(({ key }) => key === command.column)) return undefined;
  const hidden = plan.stages[stage]?.kind === 'write';
  const row = standing(board, command.column, null);
  const card: CardView = {
    column: command.column,
    group: null,
    position: isGiven(command.after) ? behind(row, command.after) : generateKeyBetween(last(row.map(place)), null),
    text: command.text,
    tags: command.tags ?? [],
    school: command.school ?? null,
    by: plan.anonymous ? null : me,
    mine: true,
    hidden,
    reactions: {},
    reacted: []
  };
  const patch = { cards: { [command.card]: card } };
  return hidden ? { ...patch, hidden: { [command.column]: (board.hidden[command.column] ?? 0) + 1 } } : patch;
}

function removeCard(board: BoardView, id: string): Patch | undefined {
  const card = board.cards[id];
  if (!card) return undefined;
  const patch: Record<string, Record<string, unknown>> = { cards: { [id]: null } };
  if (card.hidden) {
    patch.hidden = { [card.column]: Math.max(0, (board.hidden[card.column] ?? 0) - 1) };
    return patch;
  }
  const from = Object.entries(board.actions).filter(([, { card: of }]) => of === id);
  if (from.length > 0) patch.actions = Object.fromEntries(from.map(([key]) => [key, { card: null }]));
  return without(applyPatch(board, patch), patch, [id], [card.group]);
}

function moveCard(board: BoardView, command: Of<'card.move'>): Patch | undefined {
  const card = board.cards[command.card];
  const group = command.group ?? null;
  if (!card || (group !== null && (card.hidden || !board.groups[group]))) return undefined;
  const column = group === null ? command.column : (board.groups[group]?.column ?? command.column);
  const position = behind(standing(board, column, group, [command.card]), command.after ?? null);
  const patch: Record<string, Record<string, unknown>> = { cards: { [command.card]: { column, group, position } } };
  if (card.hidden && column !== card.column) {
    patch.hidden = {
      [card.column]: Math.max(0, (board.hidden[card.column] ?? 0) - 1),
      [column]: (board.hidden[column] ?? 0) + 1
    };
  }
  return without(applyPatch(board, patch), patch, [], [card.group], { [card.group ?? '']: command.card });
}

function react(board: BoardView, { card: id, kind, on }: Of<'card.react'>): Patch | undefined {
  const card = board.cards[id];
  if (!card || card.hidden || card.reacted.includes(kind) === on) return undefined;
  const count = (card.reactions[kind] ?? 0) + (on ? 1 : -1);
  const { [kind]: _, ...others } = card.reactions;
  const reacted = on ? [...card.reacted, kind].sort() : card.reacted.filter((one) => one !== kind);
  return { cards: { [id]: { reactions: count > 0 ? { ...others, [kind]: count } : others, reacted } } };
}

function makeGroup(board: BoardView, command: Of<'group.make'>): Patch | undefined {
  const ids = [...new Set(command.cards)];
  const cards = ids.map((id) => board.cards[id]);
  const first = cards[0];
  if (board.groups[command.group] || !first || cards.some((card) => !card || card.hidden)) return undefined;
  const { column } = first;
  const position = first.group === null ? first.position : behind(standing(board, column, null), first.group);
  const places = inTurn(null, null, ids.length);
  const changes: CardChanges = {};
  ids.forEach((id, at) => (changes[id] = { column, group: command.group, position: places[at] as string }));
  const patch = { groups: { [command.group]: { column, position, name: command.name ?? '' } }, cards: changes };
  const left = cards.map((card) => card?.group ?? null);
  const heirs = Object.fromEntries(ids.map((id, at) => [left[at] ?? '', id] as const).reverse());
  return without(applyPatch(board, patch), patch, [], left, heirs);
}

function moveGroup(board: BoardView, { group: id, column, after }: Of<'group.move'>): Patch | undefined {
  const group = board.groups[id];
  if (!group) return undefined;
  const position = behind(standing(board, column, null, [id]), after ?? null);
  const patch: Record<string, Record<string, unknown>> = { groups: { [id]: { column, position } } };
  if (column !== group.column) patch.cards = Object.fromEntries(within(board, id).map(([key]) => [key, { column }]));
  return patch;
}

function splitGroup(board: BoardView, id: string): Patch | undefined {
  const group = board.groups[id];
  if (!group) return undefined;
  const cards = within(board, id);
  const next = standing(board, group.column, null).find(({ position }) => position > group.position);
  const places = inTurn(group.position, next?.position ?? null, cards.length);
  const changes: CardChanges = {};
  cards.forEach(([key], at) => (changes[key] = { column: group.column, group: null, position: places[at] as string }));
  const patch = { cards: changes };
  const heir = cards[0];
  return without(applyPatch(board, patch), patch, [], [id], heir && { [id]: heir[0] });
}

function vote(board: BoardView, target: string, want: number | undefined): Patch | undefined {
  const { open, mine, left } = board.votes;
  const now = mine[target] ?? 0;
  const card = board.cards[target];
  const stands = board.groups[target] ?? (card && !card.hidden && card.group === null);
  if (!open || !stands || want === undefined || want === now || want - now > left) return undefined;
  const stage = board.board.plan.stages[board.board.stage];
  if (want > now && isGiven(stage?.dots_per_card) && want > stage.dots_per_card) return undefined;
  const { [target]: _, ...others } = mine;
  return { votes: { mine: want > 0 ? { ...others, [target]: want } : others, left: left - (want - now) } };
}

function action(board: BoardView, command: Of<'action.add'> | Of<'action.edit'>): Patch | undefined {
  const known = board.actions[command.action];
  if ((command.do === 'action.add') === (known !== undefined)) return undefined;
  const person = command.owner_person ?? null;
  const school = command.owner_school ?? null;
  const named = Object.values(board.people).find((one) => one.person === person)?.name;
  const sameOwner = known?.owner_person === person && person !== null ? known.owner : '';
  const owner = person !== null ? (named ?? sameOwner) : school !== null ? (board.schools[school] ?? '') : '';
  const fields = {
    text: command.text,
    owner_person: person,
    owner_school: school,
    owner,
    due_on: command.due_on ?? null,
    recommendation: command.recommendation ?? null
  };
  if (command.do === 'action.edit') return { actions: { [command.action]: fields } };
  const card = command.card ?? null;
  return { actions: { [command.action]: { ...fields, done: false, carried: false, card } } };
}

/**
 * Besides `patch`, what goes with cards that were removed and groups that were left, in the board after it.
 * `heirs`: the cards to which the totals of groups pass.
 */
function without(
  board: BoardView,
  patch: Record<string, Record<string, unknown>>,
  removed: readonly string[],
  left: readonly (string | null)[],
  heirs: Readonly<Record<string, string>> = {}
): Patch {
  const result = { ...patch };
  const empty = [...new Set(left)].filter((id): id is string => id !== null && !!board.groups[id] && within(board, id).length === 0);
  if (empty.length > 0) result.groups = { ...result.groups, ...Object.fromEntries(empty.map((id) => [id, null])) };
  const gone = [...removed, ...empty];
  if (gone.includes(board.board.focus ?? '')) result.board = { focus: null };
  const { mine, totals, left: dots } = board.votes;
  const back = gone.reduce((sum, id) => sum + (mine[id] ?? 0), 0);
  if (back > 0) result.votes = { mine: leaving(mine, gone), left: dots + back };
  if (gone.some((id) => totals[id])) {
    const kept = leaving(totals, gone);
    for (const id of empty) {
      const heir = heirs[id];
      if (heir !== undefined && totals[id]) kept[heir] = (kept[heir] ?? 0) + totals[id];
    }
    result.votes = { ...result.votes, totals: kept };
  }
  return result;
}

const leaving = (counts: Record<string, number>, gone: readonly string[]) =>
  Object.fromEntries(Object.entries(counts).filter(([key]) => !gone.includes(key)));

interface Stands {
  id: string;
  position: string;
}

const place = ({ position }: Stands): string => position;

const bytewise = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** What stands in a column, or in one of its groups, in order. */
function standing(board: BoardView, column: string, group: string | null, gone: readonly string[] = []): Stands[] {
  const row: Stands[] = [];
  for (const [id, card] of Object.entries(board.cards)) {
    if (card.column === column && card.group === group) row.push({ id, position: card.position });
  }
  if (group === null) {
    for (const [id, one] of Object.entries(board.groups)) {
      if (one.column === column) row.push({ id, position: one.position });
    }
  }
  return row.filter(({ id }) => !gone.includes(id)).sort((one, other) => bytewise(one.position, other.position));
}

/** The cards of a group, in order. */
const within = (board: BoardView, group: string): [string, CardView][] =>
  Object.entries(board.cards)
    .filter(([, card]) => card.group === group)
    .sort(([, one], [, other]) => bytewise(one.position, other.position));

function behind(row: readonly Stands[], after: string | null): string {
  const before = after === null ? null : row.find(({ id }) => id === after)?.position;
  if (before === undefined) return generateKeyBetween(last(row.map(place)), null);
  const next = row.find(({ position }) => before === null || position > before);
  return generateKeyBetween(before, next?.position ?? null);
}

/** One place after the other, all between the two; as the server makes them, not evenly spread. */
function inTurn(first: string | null, ahead: string | null, count: number): string[] {
  const places: string[] = [];
  for (let from = first; places.length < count; ) places.push((from = generateKeyBetween(from, ahead)));
  return places;
}

const last = (places: readonly string[]): string | null =>
  places.reduce<string | null>((most, one) => (most === null || one > most ? one : most), null);

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

type Of<Do extends Command['do']> = Extract<Command, { do: Do }>;
