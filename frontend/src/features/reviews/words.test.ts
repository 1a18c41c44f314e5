import { describe, expect, it } from 'vitest';
import type { Submission } from './service.ts';
import { askedWith, decided, standing, turnWords } from './words.ts';

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
