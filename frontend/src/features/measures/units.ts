const KNOWN = new Map([
  ...(
    'second minute hour day week month term year lesson session pupil teacher adult parent TA SENCO book word ' +
    'sentence question answer page step time point mark'
  )
    .split(' ')
    .map((one) => [one, `${one}s`] as const),
  ['child', 'children'],
  ['person', 'people'],
  ['class', 'classes'],
  ['entry', 'entries']
]);
const ONE_OF = new Map([...KNOWN].map(([one, several]) => [several, one]));
const NOT_SEVERAL = new Set(['series', 'species', 'maths', 'news', 'always', 'less', 'plus']);
const ENDS_THE_NOUN = new Set(
  'a an of out per in on at to for from with by each every ahead behind above below who that /'.split(' ')
);
const SEVERAL = /^(?:[A-Z]{2,}s|[a-z]{2,}[^suic]s|[a-z]+ches)$/;

/** The singular of a plural; nothing of what is none. */
function oneOf(word: string): string | undefined {
  const known = ONE_OF.get(word);
  if (known !== undefined) return known;
  if (NOT_SEVERAL.has(word) || !SEVERAL.test(word)) return undefined;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  return word.slice(0, /(?:sh|ch|x|ss)es$/.test(word) ? -2 : -1);
}

/**
 * A unit as it is said after a value: "1 minute", "12 minutes a day", "7 of 10". Only a noun that is known to be
 * singular is put into the plural. `app/content/units.py` says the same; `tests/data/units.json` holds both to it.
 */
export function unitWords(value: number, unit: string): string {
  const words = unit.split(/\s+/).filter(Boolean);
  const ends = words.findIndex((word) => ENDS_THE_NOUN.has(word.toLowerCase()));
  const noun = ends < 0 ? words.length : ends;
  if (Math.abs(value) === 1) {
    for (let at = noun - 1; at >= 0; at--) {
      const one = oneOf(words[at] ?? '');
      if (one === undefined) continue;
      words[at] = one;
      break;
    }
  } else {
    const several = KNOWN.get(words[noun - 1] ?? '');
    if (several !== undefined) words[noun - 1] = several;
  }
  return words.join(' ');
}
