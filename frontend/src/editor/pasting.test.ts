import { describe, expect, it } from 'vitest';
import { filesIn, NO_FILES, NO_PICTURES, refusal } from './pasting.ts';

function data(types: Record<string, string>, files: { type: string }[] = []): DataTransfer {
  return { getData: (type: string) => types[type] ?? '', files } as unknown as DataTransfer;
}

describe('files that come along', () => {
  it('are those of a paste or a drop without words: beside words they are only a picture of these', () => {
    const picture = { type: 'image/png' };
    expect(filesIn(data({}, [picture]))).toEqual([picture]);
    expect(filesIn(data({ 'text/html': '<img src="https://example.org/a.png">' }, [picture]))).toEqual([picture]);
    expect(filesIn(data({ 'text/html': '<p>Words</p>' }, [picture]))).toEqual([]);
    expect(filesIn(data({ 'text/plain': 'Words' }, [picture]))).toEqual([]);
    expect(filesIn(null)).toEqual([]);
  });
});

describe('what cannot be taken in', () => {
  it('refuses pictures and files with a sentence', () => {
    expect(refusal(data({}, [{ type: 'image/png' }]))).toBe(NO_PICTURES);
    expect(refusal(data({ 'text/html': '<img src="https://example.org/a.png">' }))).toBe(NO_PICTURES);
    expect(refusal(data({}, [{ type: 'application/pdf' }]))).toBe(NO_FILES);
  });

  it('takes words, also with a picture of them beside, as Word sends them', () => {
    expect(refusal(data({ 'text/html': '<p>Words</p>', 'text/plain': 'Words' }, [{ type: 'image/png' }]))).toBeUndefined();
    expect(refusal(data({ 'text/plain': 'Words' }))).toBeUndefined();
    expect(refusal(null)).toBeUndefined();
  });
});
