import { describe, expect, it } from 'vitest';
import { addressOf, isEmpty, loosened, queryOf, readQuery, type Search, toggled } from './search.ts';

const search = readQuery;

describe('the address is the search', () => {
  const full: Search = {
    q: 'reading & "ten minutes" 100 % +1',
    choices: [
      { facet: 'recommendation', value: 'teaching-assistants/2015/4' },
      { facet: 'recommendation', value: 'teaching-assistants/2025/2' },
      { facet: 'phase', value: 'Not applicable' },
      { facet: 'year', value: '2025' }
    ],
    sort: 'newest'
  };

  it('comes back from its own address as it went in', () => {
    expect(search(queryOf(full))).toEqual(full);
    expect(search(queryOf({ q: '', choices: [] }))).toEqual({ q: '', choices: [], sort: undefined });
  });

  it('is the same whichever way the choices were made', () => {
    const one = search('year=2024&q=toast&phase=Primary&phase=Nursery');
    const other = search('phase=Nursery&phase=Primary&phase=Nursery&year=2024&q=+toast+');
    expect(queryOf(one)).toBe(queryOf(other));
    expect(queryOf(one)).toBe('q=toast&phase=Nursery&phase=Primary&year=2024');
  });

  it('leaves a recommendation readable', () => {
    expect(addressOf(search('recommendation=feedback%2F2021%2F3'))).toBe('/library?recommendation=feedback/2021/3');
    expect(addressOf(search(''))).toBe('/library');
  });

  it('passes over what it does not know', () => {
    expect(search('utm_source=mail&cursor=abc&sort=loudest&phase=&audience=public')).toEqual({
      q: '',
      choices: [{ facet: 'audience', value: 'public' }],
      sort: undefined
    });
  });

  it('asks no longer questions than the server takes', () => {
    expect(search(`q=${'word '.repeat(100)}`).q.length).toBeLessThanOrEqual(200);
  });
});

it('chooses, and takes the choice back', () => {
  const primary = { facet: 'phase', value: 'Primary' } as const;
  const chosen = toggled(search('q=toast'), primary);
  expect(queryOf(chosen)).toBe('q=toast&phase=Primary');
  expect(queryOf(toggled(chosen, primary))).toBe('q=toast');
});

it('loosens one thing at a time', () => {
  const tight = search('q=toast&phase=Primary&phase=Nursery&year=2024');
  expect(queryOf(loosened(tight, 'phase'))).toBe('q=toast&year=2024');
  expect(queryOf(loosened(tight, 'q'))).toBe('phase=Nursery&phase=Primary&year=2024');
  expect(isEmpty(search('sort=newest'))).toBe(true);
  expect(isEmpty(tight)).toBe(false);
});
