/** Up to two letters that stand for a name in a small circle: the first and the last word's. */
export function initials(name: string): string {
  const words = name
    .replace(/^(mr|mrs|ms|miss|mx|dr)\.?\s+/i, '')
    .split(/[\s.]+/)
    .filter((word) => /^\p{L}/u.test(word));
  const first = words[0];
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return [first, last].map((word) => (word ? [...word][0]?.toUpperCase() : '')).join('');
}
