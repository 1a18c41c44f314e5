import type { Ending, Saving } from '#realtime/saving.ts';
import type { Author, Draft, NextStep, StartKind, Submission } from './service.ts';

export const kindWords: Record<Draft['kind'], string> = {
  case_study: 'Case study',
  change_journey: 'Change journey',
  resource: 'Resource',
  minutes: 'Minutes'
};

/** What one can begin, in a sentence each, and what to ask first. */
export const beginnings: readonly { value: StartKind; label: string; hint: string; title: string; placeholder: string }[] = [
  {
    value: 'case_study',
    label: 'Case study',
    hint: 'Something you have tried, looked back on: six short parts with questions beside them.',
    title: 'What is it about?',
    placeholder: 'Ten minutes before the bell'
  },
  {
    value: 'change_journey',
    label: 'Change journey',
    hint: 'A change while it happens: a plan, then five minutes every half-term on what you tried and what went wrong.',
    title: 'What do you want to change?',
    placeholder: 'Teachers and TAs talk before the lesson'
  },
  {
    value: 'resource',
    label: 'Resource',
    hint: 'A sheet, slides or a set of prompts that another school could use: the files, and how you use them.',
    title: 'What is it?',
    placeholder: 'Planning sheet for ten minutes together'
  }
];

export interface SavingWords {
  /** Beside the toolbar, in a word or two. */
  short: string;
  /** The whole of it, where there is more to say than that all is well. */
  long: string;
  tone: 'quiet' | 'good' | 'warm' | 'danger';
}

export interface SavingFacts {
  /** What is not saved is at least on this device. */
  kept: boolean;
  /** The title waits to be saved. */
  title: boolean;
  /** Something beside the text waits to be saved, such as the day of an entry. */
  beside?: boolean;
  ending?: Ending;
  /** Why the server does not keep what is written, in its words. */
  refusal?: string;
}

export function savingWords(saving: Saving, { kept, title, beside = false, ending, refusal }: SavingFacts): SavingWords {
  switch (saving) {
    case 'opening':
      return { short: 'Opening …', long: '', tone: 'quiet' };
    case 'saved':
      return title || beside ? { short: 'Saving …', long: '', tone: 'quiet' } : { short: 'Saved', long: '', tone: 'good' };
    case 'saving':
      return { short: 'Saving …', long: '', tone: 'quiet' };
    case 'offline':
      if (beside && !title) {
        return { short: 'Not saved yet', long: 'There is no connection. Keep this page open: what you added is saved when you are back.', tone: 'warm' };
      }
      return title
        ? { short: 'Not saved yet', long: 'There is no connection. Keep this page open: the title is saved when you are back.', tone: 'warm' }
        : { short: 'Offline, all saved', long: 'There is no connection. Everything up to here is saved; you can write on.', tone: 'warm' };
    case 'unsaved':
      return {
        short: 'Offline, not saved yet',
        long: kept
          ? 'There is no connection. Your changes are kept on this device and will be saved when you are back.'
          : 'There is no connection. Keep this page open: your changes will be saved when you are back.',
        tone: 'warm'
      };
    case 'refused':
      return { short: 'Not saved', long: refusal || 'What you write here now is not kept.', tone: 'danger' };
    case 'ended':
      return { short: 'Not connected', long: ending ? endingWords(ending).title + '. More at the top of the page.' : '', tone: 'danger' };
  }
}

export interface EndingWords {
  title: string;
  words: string;
}

/** Why a draft can no longer be written on this page. */
export function endingWords(ending: Ending): EndingWords {
  switch (ending) {
    case 'signed-out':
      return { title: 'You are signed out', words: 'Sign in again to write on. You will come back to this page.' };
    case 'not-allowed':
      return { title: 'This page cannot write here', words: 'Open Mobilise from its own address, and try again.' };
    case 'not-there':
      return {
        title: 'You can no longer open this draft',
        words: 'Perhaps you are not one of its authors any more, or it was taken away. Ask the other authors.'
      };
    case 'changed':
      return {
        title: 'This draft was replaced while you had it open',
        words: 'Load it again to see how it stands now.'
      };
  }
}

/** "C. Penhallow, Cluster Lead" before a verb: "C. Penhallow, Cluster Lead, decides". */
export const before = (name: string): string => (name.includes(',') ? `${name},` : name);

export const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface StepWords {
  /** On the button. */
  action: string;
  /** The same where there is little room. */
  short: string;
  /** What will happen, before one presses it. */
  what: string;
}

/** The next step of a draft in words. */
export function stepWords(step: NextStep, draft: Pick<Draft, 'home' | 'school' | 'cluster' | 'audience'>): StepWords {
  const people = readers(step, draft);
  if (!step.needs_review) {
    return step.is_update
      ? {
          action: 'Update what your school reads',
          short: 'Update for school',
          what: `From then on ${people} reads it as it stands now.`
        }
      : {
          action: 'Share with your school',
          short: 'Share with school',
          what: `From then on ${people} can read it as it stands now. You can take it back.`
        };
  }
  const approver = step.approver || 'a lead';
  const name = approver.replace(/,.*/, '');
  const decides =
    step.audience === 'public'
      ? `${upper(before(approver))} decides for the school. If the answer is yes, ${people} can read it, without signing in.`
      : `${upper(before(approver))} reads it first and decides. If the answer is yes, ${people} can read it.`;
  if (step.is_update) {
    return { action: `Send the new version to ${approver}`, short: `Send to ${name}`, what: decides };
  }
  if (step.audience === 'school') {
    return { action: 'Ask to share with your school', short: 'Ask to share', what: decides };
  }
  if (step.audience === 'county' || step.audience === 'public') {
    const county = step.audience === 'county';
    return {
      action: county ? 'Propose to the county' : 'Propose for the public',
      short: county ? 'Propose to county' : 'Propose for public',
      what: `This sends what the ${county ? 'cluster' : 'county'} reads now. ${decides}`
    };
  }
  const also = draft.school && draft.audience.reach === 'draft' ? ` Everyone with a seat at ${draft.home.name} can read it at once.` : '';
  const what = step.revision === null ? decides : `This sends what your school reads now. ${decides}`;
  return { action: `Send to ${approver}`, short: `Send to ${name}`, what: what + also };
}

/** How an open submission stands, for its authors. */
export function submissionWords(submission: Submission): string {
  const where = submission.audience === 'school' ? 'the school' : `the ${submission.audience}`;
  return submission.state === 'needs_changes'
    ? `${before(submission.waiting_for || 'The reader')} asks for a change before ${where} reads it`
    : `Waiting for ${submission.waiting_for}, who decides whether ${where} can read it`;
}

const states: Record<Author['state'], string> = {
  invited: 'Invited, no answer yet',
  accepted: 'Writes with you',
  declined: 'Declined',
  left: 'No longer writes here'
};

export function authorWords(author: Author, me: string): string {
  if (author.state !== 'accepted') return states[author.state];
  if (author.person.id === me) return author.may_edit ? 'You' : 'You, reading only';
  return author.may_edit ? states.accepted : 'Named, but does not write';
}

/** Names on the byline as it would be now: those who accepted to be named. */
export const bylineNames = (draft: Draft): string[] =>
  draft.authors.filter((author) => author.state === 'accepted' && author.on_byline).map((author) => author.person.name);

/** "By A. Marsh and J. Okoro", or what is to be said where nobody is named. */
export function bylineWords(draft: Draft, me: string): string {
  const names = bylineNames(draft);
  if (names.length > 0) return `By ${listed(names)}`;
  return draft.authors.some((author) => author.person.id === me && author.state === 'accepted')
    ? 'Nobody is named as its author yet'
    : 'No author is named';
}

/** Whoever can read it after a step, in the middle of a sentence. */
export function readers(step: NextStep, draft: Pick<Draft, 'home' | 'cluster'>): string {
  switch (step.audience) {
    case 'public':
      return 'anyone';
    case 'county':
      return 'everyone in Mobilise across the county';
    case 'school':
      return `everyone with a seat at ${draft.home.name}`;
    default:
      return `everyone at the schools of ${draft.cluster?.name ?? 'the cluster'}`;
  }
}

export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

/** How far a story has come, without pressing anybody. */
export function partsWords(all: number, empty: number): string {
  if (empty === 0) return `All ${all} parts are begun`;
  return empty === all ? `${all} parts, begin where you like` : `${all} parts, ${empty} still empty`;
}
