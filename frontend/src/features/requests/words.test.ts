import { expect, it } from 'vitest';
import { placeWords, recommendationOf, stateWords, storyAddress } from './words.ts';

const school = { urn: 1, name: 'Ashlow Primary', phase: 'Primary', pupils: null, fsm_percent: null };

it('says whom a request goes to', () => {
  expect(placeWords({ school, cluster: null })).toBe('Ashlow Primary');
  expect(placeWords({ school: null, cluster: { slug: 'fenside', name: 'Fenside' } })).toBe('the schools of Fenside');
});

it('tells no more of a draft than that there is one', () => {
  expect(stateWords({ state: 'started', story: null, taken_up_at: school }).words).toBe(
    'A draft is begun at Ashlow Primary'
  );
});

it('says how far the story has come', () => {
  const story = { id: 'x', title: 'T', audience: 'cluster' as const };
  expect(stateWords({ state: 'started', story, taken_up_at: school }).words).toBe('Shared with its cluster');
  expect(storyAddress(story)).toBe('/stories/x');
  expect(storyAddress({ ...story, audience: 'draft' })).toBe('/stories/x/write');
  expect(stateWords({ state: 'waiting', story: null, taken_up_at: null }).tone).toBe('warm');
});

it('reads a recommendation out of an address, and nothing out of a mistyped one', () => {
  expect(recommendationOf('teaching-assistants/2015/4')).toEqual({
    guidance: 'teaching-assistants',
    edition: '2015',
    number: 4
  });
  for (const wrong of [null, '', 'a/b', 'a/b/c', '/x/1']) expect(recommendationOf(wrong)).toBeUndefined();
});
