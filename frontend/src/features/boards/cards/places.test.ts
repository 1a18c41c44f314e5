import { expect, it } from 'vitest';
import { arrange, type Row, rowOf } from './arrangement.ts';
import { between, counted, placeOf, placesIn, samePlace, stepped, targetOver } from './places.ts';

/** `a: 1 g(2 3) 4` and `b: 5`, in the order of their positions. */
const positions: Record<string, string> = { 1: 'a1', g: 'a2', 2: 'a0', 3: 'a1', 4: 'a3', 5: 'a0' };
const board = arrange(
  ['a', 'b', 'empty'],
  Object.entries(positions)
    .filter(([id]) => id !== 'g')
    .map(([id, position]) => [
      id,
      { column: id === '5' ? 'b' : 'a', position, group: '23'.includes(id) ? 'g' : null, hidden: false }
    ]),
  new Map([['g', { column: 'a', position: 'a2' }]])
);
const rows = board.get('a')?.rows ?? [];
const row = (id: string) => rowOf(board, id) as Row;
const named = (id: string) => placesIn('a', rows, row(id)).map(({ group, after }) => `${group ?? ''}>${after ?? ''}`);

it('a card can stand before, in and behind everything else of a column', () => {
  expect(named('1')).toEqual(['>', 'g>', 'g>2', 'g>3', '>g', '>4']);
  expect(named('3')).toEqual(['>', '>1', 'g>', 'g>2', '>g', '>4']);
  expect(named('5')).toEqual(['>', '>1', 'g>', 'g>2', 'g>3', '>g', '>4']);
});

it('a group stands among the column, in no other group', () => {
  expect(named('g')).toEqual(['>', '>1', '>4']);
});

it.each(['1', '2', '3', '4', 'g'])('where %s stands now is one of its places', (id) => {
  const here = placeOf(rows, row(id));
  expect(placesIn('a', rows, row(id)).filter((place) => samePlace(place, here))).toHaveLength(1);
});

it('a card that is alone in its group can leave it either way', () => {
  const one = arrange(
    ['a'],
    [['c', { column: 'a', position: 'a0', group: 'g', hidden: false }]],
    new Map([['g', { column: 'a', position: 'a0' }]])
  );
  const all = one.get('a')?.rows ?? [];
  const places = placesIn('a', all, rowOf(one, 'c') as Row).map(({ group, after }) => `${group ?? ''}>${after ?? ''}`);
  expect(places).toEqual(['>', 'g>', '>g']);
});

it('arrow keys step from place to place, and to the side at about the same height', () => {
  const step = (id: string, key: string) => stepped(board, ['a', 'b', 'empty'], row(id), key);
  expect(step('1', 'ArrowUp')).toBeUndefined();
  expect(step('1', 'ArrowDown')).toEqual({ column: 'a', group: 'g', after: null });
  expect(step('2', 'ArrowUp')).toEqual({ column: 'a', group: null, after: '1' });
  expect(step('4', 'Home')).toEqual({ column: 'a', group: null, after: null });
  expect(step('4', 'End')).toBeUndefined();
  expect(step('4', 'ArrowRight')).toEqual({ column: 'b', group: null, after: '5' });
  expect(step('1', 'ArrowRight')).toEqual({ column: 'b', group: null, after: null });
  expect(step('5', 'ArrowRight')).toEqual({ column: 'empty', group: null, after: null });
  expect(step('5', 'x')).toBeUndefined();
});

it('a place lies between the positions of its neighbours on the same level', () => {
  const look = (id: string) => positions[id];
  const gap = (group: string | null, after: string | null, moving = '5') =>
    between({ column: 'a', group, after }, rows, moving, look);
  expect(gap(null, null)).toEqual([null, 'a1']);
  expect(gap(null, '1')).toEqual(['a1', 'a2']);
  expect(gap('g', '2')).toEqual(['a0', 'a1']);
  expect(gap(null, '4')).toEqual(['a3', null]);
  expect(gap(null, '1', 'g')).toEqual(['a1', 'a3']);
  expect(gap(null, 'gone')).toEqual(['a3', null]);
});

it('places are counted on the level where a card stands', () => {
  expect(counted(rows, row('4'))).toEqual({ place: 3, of: 3 });
  expect(counted(rows, row('3'))).toEqual({ place: 2, of: 2 });
});

it('lets go over a card before it, behind it, or onto it', () => {
  const over = (id: string, half: 'top' | 'middle' | 'bottom', moving = '5') =>
    targetOver(row(id), half, row(moving), rows);
  expect(over('1', 'top')).toEqual({ place: { column: 'a', group: null, after: null } });
  expect(over('1', 'middle')).toEqual({ onto: '1' });
  expect(over('1', 'bottom')).toEqual({ place: { column: 'a', group: null, after: '1' } });
  expect(over('1', 'middle', 'g')).toEqual({ place: { column: 'a', group: null, after: '1' } });
  expect(over('1', 'middle', '1')).toBeUndefined();
});

it('lets go over a group before it, at its beginning, or between its cards', () => {
  const over = (id: string, half: 'top' | 'middle' | 'bottom', moving = '5') =>
    targetOver(row(id), half, row(moving), rows);
  expect(over('g', 'top')).toEqual({ place: { column: 'a', group: null, after: '1' } });
  expect(over('g', 'middle')).toEqual({ place: { column: 'a', group: 'g', after: null } });
  expect(over('2', 'middle')).toEqual({ place: { column: 'a', group: 'g', after: null } });
  expect(over('3', 'bottom')).toEqual({ place: { column: 'a', group: 'g', after: '3' } });
  expect(over('3', 'top', '2')).toEqual({ place: { column: 'a', group: 'g', after: null } });
  expect(over('2', 'top', 'g')).toBeUndefined();
});
