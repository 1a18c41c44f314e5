import { expect, it } from 'vitest';
import type { Edition, RecommendationCount } from './service.ts';
import { either, gaps, grouped, libraryAddress, storyCount, throughOthers } from './words.ts';

const recommendation = (
  number: number,
  group: string | null,
  stories = 0,
  others = 0,
  more: Partial<RecommendationCount> = {}
): RecommendationCount => ({
  id: number,
  guidance: 'feedback',
  edition: '2021',
  edition_short_title: 'Feedback',
  number,
  title: `Recommendation ${number}`,
  short_title: `Number ${number}`,
  group,
  stories,
  through_other_editions: others,
  partly: 0,
  exemplars: 0,
  no_story_from: [],
  ...more
});

it('puts recommendations under their headings, and shows each exactly once', () => {
  const edition = {
    groups: [
      { key: 'practices', title: 'Practices' },
      { key: 'empty', title: 'Empty' }
    ],
    recommendations: [recommendation(1, 'practices'), recommendation(2, null), recommendation(3, 'gone')]
  } as unknown as Edition;
  const groups = grouped(edition);
  expect(groups.map((group) => group.title)).toEqual(['', 'Practices']);
  expect(groups.flatMap((group) => group.recommendations.map((one) => one.number)).sort()).toEqual([1, 2, 3]);
});

it('says how many stories came another way', () => {
  expect(throughOthers(recommendation(1, null, 4, 0))).toBe('');
  expect(throughOthers(recommendation(1, null, 4, 3))).toBe('3 of them through other editions');
  expect(throughOthers(recommendation(1, null, 4, 4))).toBe('through other editions');
  expect(throughOthers(recommendation(1, null, 4, 3, { partly: 1 }))).toBe(
    '3 of them through other editions, 1 of these partly the same'
  );
  expect(throughOthers(recommendation(1, null, 4, 3, { partly: 3 }))).toBe(
    '3 of them through other editions, partly the same'
  );
});

it('says what is missing beside what there is, and nothing beside nothing', () => {
  const none = { no_story_from: ['a nursery', 'a secondary school'] };
  expect(gaps(recommendation(1, null, 0, 0, none))).toBe('');
  expect(gaps(recommendation(1, null, 3, 0, none))).toBe('Not yet: from a nursery or a secondary school; an exemplar');
  expect(gaps(recommendation(1, null, 3, 0, { exemplars: 1 }))).toBe('');
  expect(either(['a', 'b', 'c'])).toBe('a, b or c');
});

it('leads from a number to the stories that it counts', () => {
  expect(libraryAddress(recommendation(3, null), { phase: 'Not applicable' })).toBe(
    '/library?recommendation=feedback/2021/3&phase=Not+applicable'
  );
});

it('calls a gap a gap', () => {
  expect(storyCount(0)).toBe('Nobody has written about this yet');
  expect([storyCount(1), storyCount(4)]).toEqual(['1 story or resource', '4 stories and resources']);
});
