import { describe, expect, it } from 'vitest';
import type { Section, Story } from './service.ts';
import { bylineGroups, changesSince, entriesSince, hasLede, revisionReaders, schoolFacts, stepDownChoices } from './words.ts';

const school = { urn: 1, name: 'Thornholme Primary School', phase: 'Primary', pupils: 412, fsm_percent: 24.1 };

it('gives a school’s facts, and never a zero for what is not known', () => {
  expect(schoolFacts(school)).toEqual(['Primary', '412 pupils', '24% free school meals']);
  expect(schoolFacts({ ...school, pupils: null, fsm_percent: null })).toEqual(['Primary', 'pupil numbers not known']);
  expect(schoolFacts({ ...school, pupils: 0, fsm_percent: 0 })).toEqual(['Primary', '0 pupils', '0% free school meals']);
});

it('names authors by school', () => {
  const name = (name: string, school: string | null, urn: number | null) => ({ person_id: name, name, school, urn });
  expect(bylineGroups([name('A', 'T', 1), name('B', 'T', 1), name('C', 'S', 2), name('D', null, null)])).toEqual([
    { names: ['A', 'B'], school: 'T', urn: 1 },
    { names: ['C'], school: 'S', urn: 2 },
    { names: ['D'], school: null, urn: null }
  ]);
});

describe('taking a story back', () => {
  it('says exactly who can read it afterwards, the smallest change first', () => {
    const home = { name: school.name, address: '/schools/1' };
    const story = { school, home, cluster: { name: 'Fenside' }, can: { step_down: ['school', 'cluster'] } } as unknown as Story;
    expect(stepDownChoices(story)).toEqual([
      {
        audience: 'cluster',
        label: 'Take it back from everyone outside the school',
        what: 'From then on only people with a seat at Thornholme Primary School can read it.'
      },
      {
        audience: 'school',
        label: 'Take it back from everyone',
        what: 'It is a draft again: only its authors and its School Lead can read it.'
      }
    ]);
  });

  it('leaves minutes to their authors and the Cluster Lead', () => {
    const home = { name: 'Fenside', address: '/clusters/fenside' };
    const minutes = { school: null, home, cluster: { name: 'Fenside' }, can: { step_down: ['cluster'] } } as unknown as Story;
    expect(stepDownChoices(minutes)).toEqual([
      {
        audience: 'cluster',
        label: 'Take it back from the cluster',
        what: 'It is a draft again: only its authors and the Cluster Lead can read it.'
      }
    ]);
  });
});

it('says who reads a revision', () => {
  expect(revisionReaders({ audiences: [] })).toBe('Nobody reads this one now');
  expect(revisionReaders({ audiences: ['cluster', 'school'] })).toBe('Read by the school and the cluster');
});

it('finds the sections that differ from what was read before', () => {
  const section = (key: string, markdown: string) => ({ key, markdown, title: key, html: '' }) as Section;
  expect(changesSince([section('a', '1'), section('b', '2'), section('c', '3')], [section('a', '1'), section('b', '0')])).toEqual({
    b: 'changed',
    c: 'new'
  });
});

it('sets only a short first paragraph as an opening', () => {
  expect(hasLede('<p>Short <em>and</em> sweet.</p>\n<p>More.</p>')).toBe(true);
  expect(hasLede(`<p>${'long '.repeat(120)}</p>`)).toBe(false);
  expect(hasLede('<ul><li>a</li></ul>')).toBe(false);
});

it('marks an entry of a journey that differs in anything', () => {
  type Journey = Parameters<typeof entriesSince>[0];
  const entry = (id: string, change: object = {}) => ({
    ...{ id, happened_on: '2026-03-01', going: null, prompt: null, sections: [], tags: [], files: [] },
    ...change
  });
  const journey = (...entries: object[]) => ({ entries }) as unknown as Journey;
  const before = journey(entry('a'), entry('b'), entry('c'), entry('d'));
  const after = journey(
    entry('a'),
    entry('b', { tags: [{ id: 3 }] }),
    entry('c', { files: [{ id: 'f', version: 1, description: '' }] }),
    entry('d', { going: 'stuck' }),
    entry('e')
  );
  expect(entriesSince(after, before)).toEqual({ b: 'changed', c: 'changed', d: 'changed', e: 'new' });
});
