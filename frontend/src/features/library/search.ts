import type { Schema } from '#api/client.ts';

/** What one can narrow down by. */
export type FacetKey = Schema['Facet']['key'];

/** In the order in which they stand in an address and beside the results. */
export const facetKeys = [
  'recommendation',
  'exemplar',
  'adoption',
  'like',
  'phase',
  'district',
  'cluster',
  'kind',
  'guidance',
  'audience',
  'year'
] as const satisfies readonly FacetKey[];

export type Sort = 'best' | 'newest';

export interface Choice {
  facet: FacetKey;
  value: string;
}

/** What somebody asks the library: words, choices and an order. Its address says all of it. */
export interface Search {
  q: string;
  choices: readonly Choice[];
  /** Undefined is the usual: the best match first where there are words, else the newest. */
  sort?: Sort;
}

const longestQuestion = 200;

const sorts: readonly string[] = ['best', 'newest'] satisfies readonly Sort[];

/** The search that an address stands for. What it says that we do not know is passed over. */
export function searchOf(params: Pick<URLSearchParams, 'get' | 'getAll'>): Search {
  const choices = facetKeys.flatMap((facet) =>
    [...new Set(params.getAll(facet))]
      .filter(Boolean)
      .sort()
      .map((value) => ({ facet, value }))
  );
  const sort = params.get('sort') ?? '';
  return {
    q: (params.get('q') ?? '').trim().slice(0, longestQuestion),
    choices,
    sort: sorts.includes(sort) ? (sort as Sort) : undefined
  };
}

/** The same of a search that is kept as text. */
export const readQuery = (query: string): Search => searchOf(new URLSearchParams(query));

/** What stands behind the question mark: always the same for the same search, "" for none. */
export function queryOf({ q, choices, sort }: Search): string {
  const params = new URLSearchParams();
  const words = q.trim().slice(0, longestQuestion);
  if (words) params.set('q', words);
  for (const facet of facetKeys) {
    const values = choices.filter((choice) => choice.facet === facet).map((choice) => choice.value);
    for (const value of [...new Set(values)].sort()) params.append(facet, value);
  }
  if (sort) params.set('sort', sort);
  // A recommendation is an address itself, and stays readable as one.
  return params.toString().replaceAll('%2F', '/');
}

export function addressOf(search: Search): string {
  const query = queryOf(search);
  return query ? `/library?${query}` : '/library';
}

const same = (one: Choice, other: Choice) => one.facet === other.facet && one.value === other.value;

export const isChosen = (search: Search, choice: Choice): boolean => search.choices.some((one) => same(one, choice));

/** With the choice where it was not made, without it where it was. */
export function toggled(search: Search, choice: Choice): Search {
  const choices = isChosen(search, choice)
    ? search.choices.filter((one) => !same(one, choice))
    : [...search.choices, choice];
  return { ...search, choices };
}

/** Nothing chosen and nothing asked: the order may stay. */
export const isEmpty = (search: Search): boolean => !search.q && search.choices.length === 0;

/** Without one facet's choices, or without the words. */
export function loosened(search: Search, what: FacetKey | 'q'): Search {
  if (what === 'q') return { ...search, q: '' };
  return { ...search, choices: search.choices.filter((one) => one.facet !== what) };
}
