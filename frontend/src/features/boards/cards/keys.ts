import type { Row } from './arrangement.ts';
import type { CardTable } from './table.svelte.ts';
import { putDot, takeDot, votedFor } from './voting.ts';

/** What the keys do on a card, in words, as the help shows them. */
export const keyHelp: readonly { keys: string; words: string }[] = [
  { keys: 'Arrow keys', words: 'Go from card to card' },
  { keys: 'Space', words: 'Lift the card, and put it down again' },
  { keys: 'Arrow keys, while lifted', words: 'Move it up, down, into groups and to other columns' },
  { keys: 'G, while lifted', words: 'Group it with the card above' },
  { keys: 'Escape', words: 'Put it back where it was' },
  { keys: 'Enter', words: 'Change the words or tags' },
  { keys: 'M', words: 'All that can be done with it' },
  { keys: 'V', words: 'Put a dot; Shift and V take one back' },
  { keys: 'N', words: 'Write a new card in this column' },
  { keys: 'Delete', words: 'Remove the card' }
];

/** A key pressed on a row, or while one is lifted. True if it meant something here. */
export function pressed(table: CardTable, event: KeyboardEvent, row: Row, open: () => void): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return table.lifted ? carried(table, event) : chosen(table, event, row, open);
}

function carried(table: CardTable, { key }: KeyboardEvent): boolean {
  if (key === ' ' || key === 'Enter') table.drop();
  else if (key === 'Escape') table.putBack();
  else if (key.toLowerCase() === 'g') table.joinAbove();
  else if (key === 'Tab') {
    table.drop();
    return false;
  } else return table.carry(key);
  return true;
}

function chosen(table: CardTable, { key, shiftKey }: KeyboardEvent, row: Row, open: () => void): boolean {
  const card = table.board.cards.get(row.id);
  const target = votedFor(table, row.id);
  switch (key) {
    case ' ':
      if (table.movable(row)) table.lift(row);
      else table.cannotMove();
      return true;
    case 'Enter':
    case 'F2':
      if (card ? table.may('card.edit', card) || table.may('card.tag', card) : table.movable(row)) {
        table.editing = row.id;
      } else open();
      return true;
    case 'Delete':
      if (card && table.may('card.remove', card)) table.remove(row.id);
      return true;
    case 'm':
    case 'M':
      open();
      return true;
    case 'n':
    case 'N':
      if (table.may('card.add')) table.composing = row.column;
      return true;
    case '+':
      if (target !== undefined) putDot(table, target);
      return true;
    case '-':
      if (target !== undefined) takeDot(table, target);
      return true;
    case 'v':
    case 'V':
      if (target !== undefined) (shiftKey ? takeDot : putDot)(table, target);
      return true;
    default:
      return wander(table, row, key);
  }
}

/** Put the focus on the row that an arrow key leads to. */
function wander(table: CardTable, row: Row, key: string): boolean {
  const { rows } = table.column(row.column);
  const at = rows.findIndex(({ id }) => id === row.id);
  const within: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 };
  const index = within[key];
  if (index !== undefined) {
    const next = rows[index];
    if (next) table.refocus(next.id);
    return true;
  }
  const side = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  if (side === 0) return false;
  // Columns without cards are passed over.
  for (let to = table.order.indexOf(row.column) + side; table.order[to] !== undefined; to += side) {
    const column = table.order[to] ?? '';
    const others = table.column(column).rows;
    const next = others[Math.min(at, others.length - 1)];
    if (!next) continue;
    table.show(column);
    table.refocus(next.id);
    break;
  }
  return true;
}
