import { describe, expect, it } from 'vitest';
import type { Draft, NextStep, Submission } from './service.ts';
import { bylineWords, partsWords, savingWords, stepWords, submissionWords } from './words.ts';

const draft = {
  school: { name: 'Thornholme Primary School' },
  home: { name: 'Thornholme Primary School', address: '/schools/1' },
  cluster: { name: 'Fenside' },
  audience: { reach: 'draft' },
  authors: []
} as unknown as Draft;

const step = (more: Partial<NextStep>): NextStep => ({
  audience: 'school',
  allowed: true,
  reason: '',
  approver: '',
  needs_review: false,
  is_update: false,
  revision: null,
  ...more
});

describe('what is said of saving', () => {
  it('says saved only when the text and the title are', () => {
    expect(savingWords('saved', { kept: false, title: false }).short).toBe('Saved');
    expect(savingWords('saved', { kept: false, title: true }).short).toBe('Saving …');
    expect(savingWords('saving', { kept: true, title: false }).short).toBe('Saving …');
  });

  it('says so while something beside the text waits', () => {
    expect(savingWords('saved', { kept: false, title: false, beside: true }).short).toBe('Saving …');
    expect(savingWords('offline', { kept: false, title: false, beside: true })).toMatchObject({
      short: 'Not saved yet',
      long: expect.stringContaining('what you added is saved when you are back')
    });
  });

  it('promises the device only when it holds the words', () => {
    expect(savingWords('unsaved', { kept: true, title: false }).long).toMatch(/kept on this device/);
    expect(savingWords('unsaved', { kept: false, title: false }).long).toMatch(/Keep this page open/);
    expect(savingWords('offline', { kept: false, title: false }).long).toMatch(/Everything up to here is saved/);
  });
});

describe('the next step', () => {
  it('says what happens when a School Lead shares with their school', () => {
    expect(stepWords(step({}), draft)).toEqual({
      action: 'Share with your school',
      short: 'Share with school',
      what: 'From then on everyone with a seat at Thornholme Primary School can read it as it stands now. You can take it back.'
    });
  });

  it('never says that one shares what one can only ask for', () => {
    const asked = step({ needs_review: true, approver: 'A. Marsh, School Lead' });
    expect(stepWords(asked, draft)).toMatchObject({ action: 'Ask to share with your school', short: 'Ask to share' });
  });

  it('names who decides, and who could read it then', () => {
    const asked = step({ audience: 'cluster', needs_review: true, approver: 'C. Penhallow, Cluster Lead' });
    expect(stepWords(asked, draft)).toEqual({
      action: 'Send to C. Penhallow, Cluster Lead',
      short: 'Send to C. Penhallow',
      what:
        'C. Penhallow, Cluster Lead, reads it first and decides. If the answer is yes, everyone at the schools of Fenside ' +
        'can read it. Everyone with a seat at Thornholme Primary School can read it at once.'
    });
    expect(stepWords({ ...asked, is_update: true }, draft).action).toBe('Send the new version to C. Penhallow, Cluster Lead');
  });

  it('says how a submission stands', () => {
    const submission = { audience: 'cluster', state: 'waiting', waiting_for: 'C. Penhallow, Cluster Lead' } as Submission;
    expect(submissionWords(submission)).toBe(
      'Waiting for C. Penhallow, Cluster Lead, who decides whether the cluster can read it'
    );
    expect(submissionWords({ ...submission, state: 'needs_changes' })).toBe(
      'C. Penhallow, Cluster Lead, asks for a change before the cluster reads it'
    );
  });
});

it('names the authors who accepted to be named', () => {
  const author = (name: string, state: string, on_byline = true) => ({ person: { id: name, name }, state, on_byline });
  const written = { ...draft, authors: [author('A', 'accepted'), author('B', 'invited'), author('C', 'accepted')] } as Draft;
  expect(bylineWords(written, 'A')).toBe('By A and C');
  expect(bylineWords({ ...draft, authors: [author('A', 'accepted', false)] } as Draft, 'A')).toBe(
    'Nobody is named as its author yet'
  );
});

it('says how far a story has come', () => {
  expect([partsWords(6, 6), partsWords(6, 2), partsWords(6, 0)]).toEqual([
    '6 parts, begin where you like',
    '6 parts, 2 still empty',
    'All 6 parts are begun'
  ]);
});
