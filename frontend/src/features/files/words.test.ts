import { describe, expect, it } from 'vitest';
import { describeWords, goingWords, linkSite, linkTitle, linkWords, nameOf, namesWords, sameFile, sizeWords } from './words.ts';

describe('sizes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1 KB'],
    [34_499, '34 KB'],
    [999_499, '999 KB'],
    [999_500, '1 MB'],
    [2_440_000, '2.4 MB'],
    [50_000_000, '50 MB']
  ])('%i is %s', (bytes, words) => expect(sizeWords(bytes)).toBe(words));
});

describe('names', () => {
  it('keeps what a file is called, and names what was pasted', () => {
    expect(nameOf({ name: ' Plan.docx ' })).toBe('Plan.docx');
    expect(nameOf({ name: 'image.png' })).toBe('Pasted picture.png');
    expect(nameOf({ name: 'image.JPG' })).toBe('Pasted picture.jpg');
    expect(nameOf({ name: '' })).toBe('Pasted picture.png');
    expect(nameOf({ name: `${'x'.repeat(300)}.pdf` })).toHaveLength(255);
  });

  it('knows the same file again by name and size', () => {
    expect(sameFile({ name: 'a.pdf', size: 3 }, { name: 'a.pdf', size: 3 })).toBe(true);
    expect(sameFile({ name: 'a.pdf', size: 3 }, { name: 'a.pdf', size: 4 })).toBe(false);
  });

  it('says several in one breath', () => {
    expect(namesWords(['a.pdf'])).toBe('“a.pdf”');
    expect(namesWords(['a.pdf', 'b', 'c'])).toBe('“a.pdf” and 2 more');
  });
});

describe('how things stand', () => {
  it('asks of a picture what it shows', () => {
    expect(describeWords({ media_type: 'image/webp' }).label).toBe('What does it show?');
    expect(describeWords({ media_type: 'application/pdf' }).label).toBe('What is it?');
  });

  it('says of each standing what happens next', () => {
    const of = (standing: Parameters<typeof goingWords>[0]['standing']) => goingWords({ standing, received: 1_000_000, size: 2_000_000 });
    expect(of('sending')).toBe('1 MB of 2 MB');
    expect(of('offline')).toContain('goes on by itself from 1 MB');
    expect(of('lost')).toBe('Stopped at 1 MB of 2 MB');
    expect(new Set([of('waiting'), of('checking'), of('failed')]).size).toBe(3);
  });

  it('says of links only what is known', () => {
    expect(linkWords({ state: 'unchecked', checked_at: null }).words).toBe('');
    expect(linkWords({ state: 'there', checked_at: '2026-11-02T16:00:00Z' }).words).toBe('');
    expect(linkWords({ state: 'waiting', checked_at: null })).toEqual({ words: 'Its title is being looked up.', warm: false });
    expect(linkWords({ state: 'waiting', checked_at: '2026-11-02T16:00:00Z' }).warm).toBe(true);
    expect(linkWords({ state: 'dead', checked_at: '2026-11-02T16:00:00Z' }).warm).toBe(true);
    expect(linkTitle({ title: '', site: 'example.org', url: 'https://www.example.org/' })).toBe('example.org');
    // Two pages of a site are told apart, and the site is not said twice.
    const page = { title: '', site: 'example.org', url: 'https://example.org/guidance/ta' };
    expect(linkTitle(page)).toBe('example.org/guidance/ta');
    expect(linkSite(page)).toBe('');
    expect(linkSite({ ...page, title: 'The guidance' })).toBe('example.org');
    expect(linkTitle({ ...page, url: `https://example.org/${'a'.repeat(200)}` })).toHaveLength(70);
  });
});
