import type { Audience, Outcome, Review, Submission, Turn } from './service.ts';

interface Place {
  school: string;
  cluster: string | undefined;
}

/** Whoever is in an audience, in the middle of a sentence. */
export function readersOf(audience: Audience, { school, cluster }: Place): string {
  switch (audience) {
    case 'draft':
      return 'its authors';
    case 'school':
      return `everyone with a seat at ${school}`;
    case 'cluster':
      return cluster ? `everyone at the schools of ${cluster}` : 'everyone at the schools of the cluster';
    case 'county':
      return 'everyone in Mobilise across the county';
    case 'public':
      return 'anyone, without signing in,';
  }
}

/** Whom a revision was sent to be read by. */
export const sentTo = (audience: Audience, place: Place): string =>
  `It was sent to be read by ${readersOf(audience, place).replace(/,$/, '')}`;

const shortReaders: Record<Audience, string> = {
  draft: 'its authors',
  school: 'the school',
  cluster: 'the cluster',
  county: 'the county',
  public: 'the public'
};

/** "asks to show it to the cluster". */
export const asksFor = (review: Pick<Review, 'audience'>): string =>
  review.audience === 'public'
    ? 'asks whether the school consents to show it to the public'
    : `asks to show it to ${shortReaders[review.audience]}`;

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

/** What one should know before deciding in one click: who is named, and who looked for pupils in it. */
export function factsOf({ title, byline, privacy }: Pick<Review, 'title' | 'byline' | 'privacy'>): string[] {
  if (title === null) return privacyFacts(privacy);
  const names = byline.map(({ name }) => name);
  return [names.length > 0 ? `By ${listed(names)}` : 'No author is named', ...privacyFacts(privacy)];
}

/** What is asked about, for whoever may know what it is called and for whoever only sees that it waits. */
export const storyOf = ({ title, school, home }: Pick<Review, 'title' | 'school' | 'home'>): string =>
  title ?? (school ? `A story from ${home.name}` : `Minutes of ${home.name}`);

/** Who confirmed that no pupil can be recognised in it, and how much was left standing with a reason. */
export function privacyFacts(privacy: Review['privacy']): string[] {
  if (!privacy) return [];
  const left =
    privacy.dismissed === 0
      ? ''
      : privacy.dismissed === 1
        ? '; one thing that the check found stays, with a reason'
        : `; ${privacy.dismissed} things that the check found stay, each with a reason`;
  return [`${privacy.confirmed_by.name} confirmed that no pupil can be recognised in it${left}`];
}

/** What a yes means, before it is said. */
export function yesMeans(submission: Pick<Submission, 'audience' | 'school'>, place: Place): string {
  return submission.audience === 'public'
    ? `Anyone will be able to read it, without signing in, and search engines will find it. The consent is ${place.school}’s to give, and the school can take the story back at any time.`
    : `If you approve it, ${readersOf(submission.audience, place)} can read this revision.`;
}

/** How a submission stands, for whoever looks at it now. */
export function standing(submission: Submission, place: Place): { title: string; words: string } {
  const readers = readersOf(submission.audience, place);
  switch (submission.state) {
    case 'waiting':
      return submission.can_decide
        ? {
            title:
              submission.audience === 'public'
                ? `${submission.asked_by.name} asks for your school’s consent to show this to the public`
                : `${submission.asked_by.name} asks you to show this to ${shortReaders[submission.audience]}`,
            words: ''
          }
        : { title: `Waiting for ${submission.waiting_for}`, words: submission.decide_reason };
    case 'needs_changes':
      return {
        title: 'A change was asked for',
        words: submission.can_decide
          ? 'The authors have been told. When they send a changed version it comes back to you. You can still approve this one.'
          : 'Its authors change it on the Write page, then send the changed version. You can answer in the conversation.'
      };
    case 'approved':
      return submission.audience === 'public'
        ? { title: 'The school consented', words: 'Anyone can read it, without signing in.' }
        : { title: 'Approved', words: `It was approved for ${readers}.` };
    case 'declined':
      return { title: 'Declined', words: 'It stays where it was. The reason is in the conversation.' };
    case 'withdrawn':
      return { title: 'Taken back', words: 'Nobody is asked to decide on it any more.' };
  }
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a decision has done, to be said once. */
export function decided(
  outcome: Outcome,
  submission: Pick<Submission, 'audience' | 'title' | 'asked_by'>,
  place: Place
): string {
  switch (outcome) {
    case 'approved':
      return `${submission.audience === 'public' ? 'You consented' : 'Approved'}. ${upper(readersOf(submission.audience, place))} can read “${submission.title}” now.`;
    case 'needs_changes':
      return `Your question is with ${submission.asked_by.name}. You will see it here again when there is an answer.`;
    case 'declined':
      return `Declined. ${submission.asked_by.name} can read why.`;
  }
}

/** What whoever asked last said when they asked; empty if they said nothing. */
export const askedWith = (submission: Submission): string =>
  submission.events.filter((turn) => turn.what === 'asked').at(-1)?.message ?? '';

/** What somebody did, behind their name. */
export function turnWords(turn: Turn, isFirst: boolean): string {
  switch (turn.what) {
    case 'asked':
      return isFirst ? 'asked' : 'sent it again';
    case 'approved':
      return 'approved it';
    case 'needs_changes':
      return 'asked for a change';
    case 'declined':
      return 'declined it';
    case 'withdrawn':
      return 'took it back';
    case 'said':
      return 'said';
    case 'taken_over':
      return 'took over the decision';
    case 'raised':
      return 'waited for more than 10 school days, so those who may take over were told';
    default:
      return turn.what;
  }
}
