import { describe, expect, it } from 'vitest';
import type { Review, Submission } from './service.ts';
import { askedWith, asksFor, decided, factsOf, sentTo, standing, storyOf, turnWords, yesMeans } from './words.ts';

const place = { school: 'Thornholme Primary School', cluster: 'Fenside' };
const submission = (more: object): Submission =>
  ({
    title: 'Quiet starts',
    audience: 'cluster',
    state: 'waiting',
    can_decide: true,
    asked_by: { name: 'A. Marsh' },
    events: [],
    waiting_for: 'C. Penhallow, Cluster Lead',
    decide_reason: '',
    ...more
  }) as unknown as Submission;

describe('a review in words', () => {
  it('says to whoever decides who asks for what', () => {
    expect(standing(submission({}), place).title).toBe('A. Marsh asks you to show this to the cluster');
  });

  it('says to everybody else for whom it waits and why not for them', () => {
    const other = submission({ can_decide: false, decide_reason: 'You asked for this, so somebody else decides.' });
    expect(standing(other, place)).toEqual({
      title: 'Waiting for C. Penhallow, Cluster Lead',
      words: 'You asked for this, so somebody else decides.'
    });
  });

  it('says what a decision did', () => {
    expect(decided('approved', submission({}), place)).toBe(
      'Approved. Everyone at the schools of Fenside can read “Quiet starts” now.'
    );
    expect(decided('declined', submission({}), place)).toBe('Declined. A. Marsh can read why.');
  });

  it('quotes the asker’s newest note, not the answer to it', () => {
    const turn = (what: string, message: string) => ({ what, message });
    const events = [turn('asked', 'Is it honest?'), turn('needs_changes', 'How many?')];
    expect(askedWith(submission({ events }))).toBe('Is it honest?');
    expect(askedWith(submission({ events: [...events, turn('asked', '')] }))).toBe('');
  });

  it('tells asking from asking again', () => {
    const turn = { at: '', person: null, what: 'asked', revision: 1, message: '' };
    expect([turnWords(turn, true), turnWords(turn, false)]).toEqual(['asked', 'sent it again']);
  });
});

describe('consent to go public', () => {
  const consent = submission({ audience: 'public', school: { name: 'Thornholme Primary School' } });

  it('is asked for as the school’s own, in words that cannot be misread', () => {
    expect(asksFor(consent)).toMatch(/whether the school consents/);
    expect(standing(consent, place).title).toBe('A. Marsh asks for your school’s consent to show this to the public');
    expect(yesMeans(consent, place)).toMatch(/^Anyone will be able to read it, without signing in/);
    expect(sentTo('public', place)).toBe('It was sent to be read by anyone, without signing in');
    expect(decided('approved', consent, place)).toBe(
      'You consented. Anyone, without signing in, can read “Quiet starts” now.'
    );
  });
});

describe('what one knows before deciding in one click', () => {
  const name = (name: string) => ({ person_id: name, name, school: null, urn: null });
  const privacy = (dismissed: number) => ({
    confirmed_by: { id: '1', name: 'J. Okoro', initials: 'JO' },
    confirmed_at: '2026-11-20T10:00:00Z',
    dismissed
  });

  it('names who wrote it and who looked for pupils in it', () => {
    expect(factsOf({ title: 'Quiet starts', byline: [name('A. Marsh'), name('J. Okoro')], privacy: privacy(0) })).toEqual([
      'By A. Marsh and J. Okoro',
      'J. Okoro confirmed that no pupil can be recognised in it'
    ]);
  });

  it('does not keep quiet about what was left standing', () => {
    expect(factsOf({ title: 'Quiet starts', byline: [], privacy: privacy(2) })[1]).toMatch(/; 2 things that the check found stay/);
    expect(factsOf({ title: 'Quiet starts', byline: [], privacy: privacy(1) })[1]).toMatch(/; one thing that the check found stays/);
    expect(factsOf({ title: 'Quiet starts', byline: [], privacy: null })).toEqual(['No author is named']);
  });

  it('says no more of a draft than that it waits to those who do not read it', () => {
    const home = { name: 'Thornholme Primary School', address: '/schools/1' };
    const school = { name: home.name } as Review['school'];
    expect(storyOf({ title: null, school, home })).toBe('A story from Thornholme Primary School');
    expect(storyOf({ title: null, school: null, home: { ...home, name: 'Fenside' } })).toBe('Minutes of Fenside');
    expect(storyOf({ title: 'Quiet starts', school, home })).toBe('Quiet starts');
    expect(factsOf({ title: null, byline: [], privacy: null })).toEqual([]);
  });
});
