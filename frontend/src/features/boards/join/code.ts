/** So many letters and digits a meeting's code has. */
export const LENGTH = 6;

/** A code however somebody types it: in small letters, with blanks, hyphens or a full stop. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** What is wrong with a code before anybody is asked; nothing if it may be one. */
export function codeTrouble(typed: string): string | undefined {
  const { length } = plainCode(typed);
  if (length === 0) return 'Type the code that the meeting shows.';
  if (length < LENGTH) return `That is ${length} of ${LENGTH}. A code has six letters and digits.`;
  if (length > LENGTH) return 'That is too long. A code has six letters and digits.';
  return undefined;
}
