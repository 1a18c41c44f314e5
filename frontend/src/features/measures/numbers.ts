/** The number that somebody typed; undefined where it is none. "1,200", "12.5" and "86%" are numbers, "12,5" is not. */
export function numberFrom(text: string): number | undefined {
  const plain = text.trim().replace(/\s*%$/, '').replace(/−/g, '-');
  if (!/^-?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?$/.test(plain) || !/\d/.test(plain)) return undefined;
  const number = Number(plain.replace(/,/g, ''));
  return Number.isFinite(number) && Math.abs(number) <= 1e12 ? number : undefined;
}

export const NOT_A_NUMBER = 'Write it as a number, such as 12 or 12.5.';

/** The number of a field that may be empty: null then, undefined where it is none. */
export const maybeNumber = (text: string): number | null | undefined => (text.trim() ? numberFrom(text) : null);
