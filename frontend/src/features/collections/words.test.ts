import { expect, it } from 'vitest';
import { covers } from './covers.ts';
import type { CollectionItem } from './service.ts';
import { notForThePublic, placeOf, readAddress, storyCount } from './words.ts';

const item = (id: string, reach: 'county' | 'public'): CollectionItem =>
  ({ story: { id, audience: { reach, words: '' } }, note: '', note_html: '' }) as unknown as CollectionItem;

it('tells a curator what visitors will not find', () => {
  expect(notForThePublic([item('a', 'public')])).toBe('');
  expect(notForThePublic([item('a', 'public'), item('b', 'county')])).toContain('One of its stories');
  expect(notForThePublic([item('a', 'public'), item('b', 'county'), item('c', 'county')])).toContain('2 of its');
  expect(notForThePublic([item('a', 'county')])).toContain('None of its stories is public');
});

it('knows what comes before and after', () => {
  const items = [item('a', 'public'), item('b', 'public'), item('c', 'public')];
  const place = placeOf({ items }, 'b');
  expect([place?.number, place?.of, place?.previous?.story.id, place?.next?.story.id]).toEqual([2, 3, 'a', 'c']);
  expect(placeOf({ items }, 'a')?.previous).toBeUndefined();
  expect(placeOf({ items }, 'not in it')).toBeUndefined();
});

it('counts as people do', () => {
  expect([storyCount(1), storyCount(0)]).toEqual(['1 story', '0 stories']);
  expect(readAddress('c', 's')).toBe('/stories/s?in=c');
});

it('has twelve covers, each with something drawn in numbers that are numbers', () => {
  const drawings = Object.values(covers);
  expect(drawings).toHaveLength(12);
  for (const { strokes } of drawings) {
    expect(strokes.length).toBeGreaterThan(3);
    for (const { d } of strokes) expect(d).not.toMatch(/NaN|undefined|Infinity/);
  }
});
