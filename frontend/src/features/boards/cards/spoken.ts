/** How much of a card is read out when it is named. */
const NAMED = 60;

/** A card by its first words. */
export function called(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= NAMED) return `“${line}”`;
  const cut = line.slice(0, NAMED);
  return `“${cut.slice(0, cut.lastIndexOf(' ') > 20 ? cut.lastIndexOf(' ') : NAMED)} …”`;
}

export const groupCalled = (name: string): string => (name ? `“${name}”` : 'a group without a name');

export const cardsInWords = (count: number): string => (count === 1 ? '1 card' : `${count} cards`);
export const dotsInWords = (count: number): string => (count === 1 ? '1 dot' : `${count} dots`);

/** Cards that others are writing, which are known by their number alone. */
export function othersInWords(count: number): string {
  return count === 1 ? 'One card that somebody else is writing' : `${count} cards that others are writing`;
}

interface Standing {
  place: number;
  of: number;
  column: string;
  /** The name of the group that it is in, if it is in one. */
  group?: string;
}

const where = ({ place, of, column, group }: Standing): string =>
  group === undefined
    ? `place ${place} of ${of} in ${column}`
    : `place ${place} of ${of} in the group ${groupCalled(group)}, in ${column}`;

/** What somebody hears who moves cards. */
export const spoken = {
  lifted: (name: string, at: Standing): string =>
    `${name} lifted, ${where(at)}. Arrow keys move it, G groups it with the card above, Space puts it down,` +
    ' Escape puts it back.',
  over: (name: string, at: Standing): string => `${name}, ${where(at)}.`,
  edge: (name: string, at: Standing): string => `${name} stays: ${where(at)}.`,
  dropped: (name: string, at: Standing): string => `${name} is now ${where(at)}.`,
  back: (name: string, at: Standing): string => `${name} is back: ${where(at)}.`,
  grouped: (name: string, other: string): string => `${name} is now in a group with ${other}.`,
  nothingAbove: 'There is no card above it to group it with.',
  removedMeanwhile: 'The card was removed meanwhile.',
  notAnyMore: 'Cards cannot be moved in this stage. It is back where it was.',
  cannotMove: 'Cards cannot be moved in this stage.',
  dot: (name: string, mine: number, left: number): string =>
    `${dotsInWords(mine)} of yours on ${name}. You have ${left} left.`,
  noDots: 'You have no dots left. Take one back first.',
  enoughDots: (most: number): string => `At most ${dotsInWords(most)} of yours can be on one card.`,
  noDotHere: 'None of your dots is here.',
  added: (column: string, hidden: boolean): string =>
    hidden ? `Added to ${column}. Only you see it yet.` : `Added to ${column}.`
};
