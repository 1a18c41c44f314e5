import type { Facet, FacetKey, FacetValue } from './service.ts';
import type { Choice } from './search.ts';

const count = new Intl.NumberFormat('en-GB');

const many = (number: number, one: string, more: string): string => `${count.format(number)} ${number === 1 ? one : more}`;

export const results = (number: number): string => many(number, 'result', 'results');

/** "24 stories and 1 resource"; "25 results" where it is not known what they are. */
function kindWords(total: number, facets: readonly Facet[]): string {
  const values = facets.find(({ key }) => key === 'kind')?.values ?? [];
  const chosen = values.some((value) => value.chosen) ? values.filter((value) => value.chosen) : values;
  const of = (kind: string) => chosen.find(({ value }) => value === kind)?.count ?? 0;
  const [stories, resources, minutes] = [of('case_study') + of('change_journey'), of('resource'), of('minutes')];
  if (stories + resources + minutes !== total) return results(total);
  const told = [many(stories, 'story', 'stories'), many(resources, 'resource', 'resources'), `the minutes of ${many(minutes, 'meeting', 'meetings')}`];
  const there = told.filter((_, at) => [stories, resources, minutes][at]);
  return [there.slice(0, -1).join(', '), there.at(-1)].filter(Boolean).join(' and ');
}

/** "24 stories for “toast”", "Nothing for “toast”": what one sees and hears above the results. */
export function totalWords(total: number, q: string, facets: readonly Facet[] = []): string {
  const about = q ? ` for “${q}”` : '';
  return `${total === 0 ? 'Nothing' : kindWords(total, facets)}${about}`;
}

const loose: Record<FacetKey | 'q', string> = {
  q: 'Leave out the words',
  recommendation: 'Any recommendation',
  guidance: 'Any guidance',
  kind: 'Any kind',
  phase: 'Any phase',
  district: 'Any district',
  cluster: 'Any cluster',
  audience: 'Any audience',
  exemplar: 'Not only exemplars',
  adoption: 'Tried elsewhere or not',
  year: 'Any school year',
  like: 'Any school'
};

/** What one may do without, in words. */
export const looseWords = (what: FacetKey | 'q'): string => loose[what];

/** A facet that could change nothing is not worth its room: none, or one value that everything has. */
export const isUseful = (facet: Facet, total: number): boolean =>
  facet.values.some((value) => value.chosen) ||
  facet.values.length > 1 ||
  facet.values.some((value) => value.count > 0 && value.count < total);

/** The first few and every chosen one, in their order; the rest waits behind a button. */
export function shortList(values: readonly FacetValue[], most: number): readonly FacetValue[] {
  if (values.length <= most + 1) return values;
  return values.filter((value, at) => at < most || value.chosen);
}

export interface Edition {
  group: string;
  values: FacetValue[];
}

/**
 * Recommendations under the edition that they are of: the editions in the order of `known`, then those with most
 * to find. Kept from answer to answer, so that nothing moves away under somebody's finger.
 */
export function byEdition(values: readonly FacetValue[], known: readonly string[] = []): Edition[] {
  const editions = new Map<string, FacetValue[]>();
  for (const value of values) {
    const [, label = ''] = value.value.split('/');
    const name = value.group ?? '';
    const group = name.includes(label) ? name : `${name} ${label}`;
    editions.set(group, [...(editions.get(group) ?? []), value]);
  }
  const place = (group: string) => (known.includes(group) ? known.indexOf(group) : known.length);
  const found = (some: readonly FacetValue[]) => some.reduce((sum, value) => sum + value.count, 0);
  return [...editions]
    .map(([group, some]) => ({ group, values: some }))
    .sort((one, other) => place(one.group) - place(other.group) || found(other.values) - found(one.values));
}

export interface Chip extends Choice {
  label: string;
  number?: number;
}

/** What the choices are called: as in the last answer that had them, else by their values. */
export function withLabels(choices: readonly Choice[], facets: readonly Facet[]): Chip[] {
  return choices.map(({ facet, value }) => {
    const found = facets.find((one) => one.key === facet)?.values.find((one) => one.value === value);
    const label = found?.label ?? value;
    return { facet, value, label: facet === 'like' ? `Like ${label}` : label, number: found?.number ?? undefined };
  });
}

/** What a search may be called: its words, then its choices. */
export const searchName = (q: string, chips: readonly Chip[]): string =>
  [...(q ? [`“${q}”`] : []), ...chips.map((chip) => chip.label)].join(', ');
