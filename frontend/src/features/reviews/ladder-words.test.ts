import { describe, expect, it } from 'vitest';
import { byDay, entryWords, openWords, stepWords, waited } from './ladder-words.ts';
import type { Entry, Step, Summary } from './service.ts';

const step = (more: Partial<Step>): Step => ({
  audience: 'county',
  allowed: true,
  reason: '',
  approver: 'T. Aldous, Regional Lead',
  needs_review: true,
  is_update: false,
  revision: 2,
  ...more
});

const entry = (more: Partial<Entry>): Entry => ({
  at: '2026-11-20T10:00:00Z',
  what: 'asked',
  person: { id: '1', name: 'C. Penhallow', initials: 'CP' },
  audience: 'cluster',
  readers: 'everyone at the schools of Fenside',
  revision: 1,
  changes: [],
  message: '',
  own_lead: false,
  submission: null,
  ...more
});

describe('what a lead may ask for', () => {
  it('says who decides and who could read it then', () => {
    expect(stepWords(step({}))).toEqual({
      action: 'Propose to the county',
      what:
        'It goes out as the cluster reads it now. T. Aldous, Regional Lead, reads it and decides; ' +
        'on a yes everyone in Mobilise across the county can read it.'
    });
  });

  it('leaves no doubt about the public, and that the school decides', () => {
    const words = stepWords(step({ audience: 'public', approver: 'M. Marsh, School Lead' }));
    expect(words.action).toBe('Propose for the public');
    expect(words.what).toMatch(/M. Marsh, School Lead, decides for the school/);
    expect(words.what).toMatch(/anyone can read it, without signing in/);
  });

  it('tells a newer revision from a first step', () => {
    expect(stepWords(step({ is_update: true })).action).toBe('Offer the county the newer revision');
  });
});

it('says for whom an open request waits', () => {
  const open = { audience: 'county', state: 'waiting', waiting_for: 'T. Aldous, Regional Lead', asked_by: { name: 'M. Marsh' } };
  expect(openWords(open as Summary)).toBe(
    'M. Marsh asked to show it to the county. It waits for T. Aldous, Regional Lead.'
  );
});

it('counts in school days', () => {
  expect([waited(0), waited(1), waited(12)]).toEqual(['since today', '1 school day', '12 school days']);
});

describe('the way of a story', () => {
  it('has words for everything that happens on it', () => {
    const all: Entry['what'][] = [
      'asked', 'said', 'needs_changes', 'taken_over', 'raised', 'approved', 'declined', 'withdrawn',
      'published', 'stepped_down', 'privacy_confirmed', 'awarded', 'award_ended'
    ];
    const words = all.map((what) => entryWords(entry({ what })));
    expect(new Set(words).size).toBe(all.length);
    expect(words.filter((one) => one.includes('undefined') || one === '')).toEqual([]);
  });

  it('names the consent as the school’s', () => {
    expect(entryWords(entry({ what: 'approved', audience: 'public' }))).toMatch(/^consented for the school/);
  });

  it('speaks of a reader’s knowledge without a name', () => {
    const words = entryWords(entry({ what: 'published', person: null }));
    expect(words).toBe('From here on everyone at the schools of Fenside could read it');
  });

  it('goes back day by day', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    const days = byDay(
      [
        entry({ at: '2026-10-04T10:00:00Z', revision: 1 }),
        entry({ at: '2026-11-20T10:00:00Z', revision: 2 }),
        entry({ at: '2026-11-20T11:00:00Z', revision: 3 }),
        entry({ at: '2026-11-21T11:59:00Z', revision: 4 })
      ],
      now
    );
    expect(days.map(({ title, entries }) => [title, entries.map((one) => one.revision)])).toEqual([
      ['Today', [4]],
      ['Yesterday', [3, 2]],
      ['4 October', [1]]
    ]);
  });
});
