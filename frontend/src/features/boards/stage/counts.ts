const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const count = new Intl.NumberFormat('en-GB');

/** "1 card", "13 cards". */
export const many = (number: number, one: string, more = `${one}s`): string =>
  `${count.format(number)} ${number === 1 ? one : more}`;

/** "three dots", "12 dots": as one would write it in a sentence. */
export const inWords = (number: number, one: string, more = `${one}s`): string =>
  `${small[number] ?? count.format(number)} ${number === 1 ? one : more}`;

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** "A", "A and B", "A, B and 3 others". */
export function names(all: readonly string[], most = 3): string {
  if (all.length <= 1) return all[0] ?? '';
  const shown = all.length > most ? all.slice(0, most - 1) : all.slice(0, -1);
  const rest = all.length - shown.length;
  return `${shown.join(', ')} and ${rest === 1 ? all[all.length - 1] : `${rest} others`}`;
}
