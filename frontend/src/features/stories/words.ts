import type { Audience, Revision, Section, Story } from './service.ts';

type Journey = NonNullable<Story['journey']>;

const count = new Intl.NumberFormat('en-GB');

export const kindWords: Record<Story['kind'], string> = {
  case_study: 'Case study',
  change_journey: 'Change journey',
  resource: 'Resource',
  minutes: 'Minutes'
};

/** What helps a reader to say "like ours". Unknown is said to be unknown: it is never nothing. */
export function schoolFacts(school: Story['school']): string[] {
  if (!school) return [];
  const { phase, pupils, fsm_percent } = school;
  return [
    phase === 'Not applicable' ? '' : phase,
    pupils === null ? 'pupil numbers not known' : pupils === 1 ? '1 pupil' : `${count.format(pupils)} pupils`,
    fsm_percent === null ? '' : `${Math.round(fsm_percent)}% free school meals`
  ].filter(Boolean);
}

export interface BylineGroup {
  names: string[];
  school: string | null;
  urn: number | null;
}

/** The byline by school, in the order of the names: those of one school are named together. */
export function bylineGroups(byline: Story['byline']): BylineGroup[] {
  const groups: BylineGroup[] = [];
  for (const { name, school, urn } of byline) {
    const last = groups[groups.length - 1];
    if (last && last.school === school) last.names.push(name);
    else groups.push({ names: [name], school, urn });
  }
  return groups;
}

const ladder: readonly Audience[] = ['draft', 'school', 'cluster', 'county', 'public'];

/** What there is to know of a story that can be taken back. */
export type Takeable = Pick<Story, 'id' | 'school' | 'home' | 'cluster'> & { can: Pick<Story['can'], 'step_down'> };

const places = (story: Takeable): Record<Audience, string> => ({
  draft: story.school ? 'its authors and its School Lead' : 'its authors and the Cluster Lead',
  school: `people with a seat at ${story.home.name}`,
  cluster: `people at the schools of ${story.cluster?.name ?? 'its cluster'}`,
  county: 'people in Mobilise across the county',
  public: 'anyone'
});

export interface StepDownChoice {
  audience: Audience;
  label: string;
  /** Exactly what happens. */
  what: string;
}

/** What a story can be taken back from, the smallest change first. */
export function stepDownChoices(story: Takeable): StepDownChoice[] {
  const names = places(story);
  const labels: Record<Audience, string> = {
    draft: '',
    school: 'Take it back from everyone',
    cluster: story.school ? 'Take it back from everyone outside the school' : 'Take it back from the cluster',
    county: 'Take it back from the county',
    public: 'Take it back from the public'
  };
  return [...story.can.step_down]
    .sort((one, other) => ladder.indexOf(other) - ladder.indexOf(one))
    .map((audience) => {
      const below = (story.school && ladder[ladder.indexOf(audience) - 1]) || 'draft';
      const rest =
        below === 'draft'
          ? `It is a draft again: only ${names.draft} can read it.`
          : `From then on only ${names[below]} can read it.`;
      return { audience, label: labels[audience], what: rest };
    });
}

const readersOf: Record<Audience, string> = {
  draft: 'its authors',
  school: 'the school',
  cluster: 'the cluster',
  county: 'the county',
  public: 'everyone'
};

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;

/** Who reads exactly this revision now. */
export function revisionReaders(revision: Pick<Revision, 'audiences'>): string {
  const audiences = [...revision.audiences].sort((one, other) => ladder.indexOf(one) - ladder.indexOf(other));
  return audiences.length === 0
    ? 'Nobody reads this one now'
    : `Read by ${joined(audiences.map((audience) => readersOf[audience]))}`;
}

export type Change = 'new' | 'changed';

/** By key of the section: what is new or changed against what was read before. */
export function changesSince(now: readonly Section[], before: readonly Section[]): Record<string, Change> {
  const changes: Record<string, Change> = {};
  for (const section of now) {
    const old = before.find((other) => other.key === section.key);
    if (!old) changes[section.key] = 'new';
    else if (old.markdown !== section.markdown) changes[section.key] = 'changed';
  }
  return changes;
}

/** By entry of a journey: what is new or changed against what was read before. */
export function entriesSince(now: Journey, before: Journey): Record<string, Change> {
  const told = (entry: Journey['entries'][number]) =>
    JSON.stringify([
      entry.happened_on,
      entry.going,
      entry.prompt,
      entry.sections.map(({ key, markdown }) => [key, markdown]),
      entry.tags.map(({ id }) => id),
      entry.files.map(({ id, version, description }) => [id, version, description])
    ]);
  const changes: Record<string, Change> = {};
  for (const entry of now.entries) {
    const old = before.entries.find((other) => other.id === entry.id);
    if (!old) changes[entry.id] = 'new';
    else if (told(old) !== told(entry)) changes[entry.id] = 'changed';
  }
  return changes;
}

/** Where one can go to on a story's page, in order. */
export function partsOf(story: {
  sections: readonly Section[];
  journey: Journey | null;
}): { key: string; title: string }[] {
  const { sections, journey } = story;
  if (!journey) return [...sections];
  const measured = journey.measures.length > 0 ? [{ key: 'measures', title: 'What was measured' }] : [];
  return [...sections, { key: 'journey', title: 'How it went' }, ...measured];
}

const LONGEST_LEDE = 420;

/** Whether a text begins with a paragraph that is short enough to be set as an opening. */
export function hasLede(html: string): boolean {
  const first = /^\s*<p>([\s\S]*?)<\/p>/.exec(html)?.[1];
  return first !== undefined && first.replace(/<[^>]*>/g, '').length <= LONGEST_LEDE;
}
