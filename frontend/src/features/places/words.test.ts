import { expect, it } from 'vitest';
import { clusterName, holderNames, many, schoolFacts } from './words.ts';

it('leaves out what is not known, and shows a known zero', () => {
  expect(schoolFacts({ phase: 'Primary', pupils: null, fsm_percent: null })).toEqual(['Primary']);
  expect(schoolFacts({ phase: 'Primary', pupils: 1204, fsm_percent: 0 })).toEqual([
    'Primary',
    '1,204 pupils',
    '0% free school meals'
  ]);
});

it('passes over the register’s way of saying nothing', () => {
  expect(schoolFacts({ phase: 'Not applicable', pupils: 118, fsm_percent: null })).toEqual(['118 pupils']);
});

it('says that a post is vacant', () => {
  expect(holderNames([])).toBe('Nobody at the moment');
  expect(holderNames([{ name: 'A. Marsh' }, { name: 'J. Okoro' }])).toBe('A. Marsh, J. Okoro');
});

it('says that a cluster is one, once', () => {
  expect([clusterName('Fenside'), clusterName('Fenside cluster'), clusterName('Boston 1')]).toEqual([
    'Fenside cluster',
    'Fenside cluster',
    'Boston 1 cluster'
  ]);
});

it('counts in English', () => {
  expect([many(1, 'story', 'stories'), many(0, 'story', 'stories'), many(13, 'school')]).toEqual([
    '1 story',
    '0 stories',
    '13 schools'
  ]);
});
