import { fullDate, relativeDate, shortDate } from '#ui/relative-date.ts';
import type { Audience, Entry, Step, Summary } from './service.ts';

/** An audience by its name, in the middle of a sentence. */
export const audienceName: Record<Audience, string> = {
  draft: 'its authors',
  school: 'the school',
  cluster: 'the cluster',
  county: 'the county',
  public: 'the public'
};

const below: Partial<Record<Audience, string>> = {
  cluster: 'the school',
  county: 'the cluster',
  public: 'the county'
};

/** "C. Penhallow, Cluster Lead" before a verb: "C. Penhallow, Cluster Lead, decides". */
const before = (name: string): string => (name.includes(',') ? `${name},` : name);

export interface StepWords {
  action: string;
  /** What happens next, before one presses it. */
  what: string;
}

/** A step that a lead may ask for with what is read already. */
export function stepWords({ audience, approver, is_update }: Step): StepWords {
  const from = below[audience] ?? 'the school';
  const who = approver ? before(approver) : 'Whoever decides';
  const action = is_update
    ? `Offer ${audienceName[audience]} the newer revision`
    : audience === 'public'
      ? 'Propose for the public'
      : audience === 'county'
        ? 'Propose to the county'
        : 'Take it to the cluster';
  const what =
    audience === 'public'
      ? `It goes out as ${from} reads it now. ${who} decides for the school; on a yes anyone can read it, without signing in.`
      : `It goes out as ${from} reads it now. ${who} reads it and decides; on a yes ${audience === 'county' ? 'everyone in Mobilise across the county' : 'every school of the cluster'} can read it.`;
  return { action, what };
}

/** How an open request stands, for whoever meets it on the story's page. */
export function openWords({ audience, state, waiting_for, asked_by }: Summary): string {
  return state === 'needs_changes'
    ? `${before(waiting_for)} asked for a change before ${audienceName[audience]} reads it.`
    : `${asked_by.name} asked to show it to ${audienceName[audience]}. It waits for ${waiting_for}.`;
}

/** How long it has waited: "today", "1 school day", "12 school days". */
export const waited = (days: number): string =>
  days === 0 ? 'since today' : days === 1 ? '1 school day' : `${days} school days`;

const readers = (entry: Entry): string => entry.readers || audienceName[entry.audience ?? 'draft'];

/** What happened, behind the name of whoever did it; where nobody did, a sentence of its own. */
export function entryWords(entry: Entry): string {
  const shown = entry.audience ? audienceName[entry.audience] : '';
  switch (entry.what) {
    case 'asked':
      if (entry.own_lead) return `shared it with ${shown}, as its School Lead`;
      return entry.audience === 'public' ? 'proposed it for the public' : `asked to show it to ${shown}`;
    case 'said':
      return 'said';
    case 'needs_changes':
      return 'asked for a change';
    case 'taken_over':
      return 'took over the decision';
    case 'raised':
      return 'It had waited for more than 10 school days, so those who may take over were told';
    case 'approved':
      return entry.audience === 'public'
        ? 'consented for the school: anyone can read it, without signing in'
        : `approved it: ${readers(entry)} can read it`;
    case 'declined':
      return `declined to show it to ${shown}`;
    case 'withdrawn':
      return `took back the request to ${shown}`;
    case 'published':
      if (entry.person) return `let ${readers(entry)} read it`;
      return `From here on ${readers(entry)} could read it`;
    case 'stepped_down':
      return entry.audience === 'school'
        ? 'took it back from everyone'
        : `took it back from ${shown}${entry.audience === 'public' ? '' : ' and everyone beyond'}`;
    case 'privacy_confirmed':
      return 'confirmed that no pupil can be recognised in it';
    case 'awarded':
      return 'made it an exemplar for the county';
    case 'award_ended':
      return entry.person ? 'ended its time as an exemplar' : 'Its time as an exemplar ended';
  }
}

export interface Day {
  /** As it stands over the day: "today", "3 days ago", "4 October". */
  title: string;
  /** The date in full, for whoever asks. */
  full: string;
  entries: Entry[];
}

/** What happened, by day, the newest day first and within it the newest first. */
export function byDay(entries: readonly Entry[], now: Date = new Date()): Day[] {
  const days: Day[] = [];
  for (const entry of [...entries].reverse()) {
    const title = dayTitle(entry.at, now);
    const last = days[days.length - 1];
    if (last?.title === title) last.entries.push(entry);
    else days.push({ title, full: fullDate(entry.at).replace(/ at .*/, ''), entries: [entry] });
  }
  return days;
}

function dayTitle(at: string, now: Date): string {
  const words = relativeDate(at, now);
  if (/ago$/.test(words) && !/day/.test(words)) return 'Today';
  if (words === 'just now' || words === 'later today') return 'Today';
  if (words === 'yesterday') return 'Yesterday';
  return shortDate(at, now);
}
