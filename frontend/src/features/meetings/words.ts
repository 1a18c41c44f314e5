import type { Plan, Stage, Summary } from './service.ts';

/** What people do in a stage of each kind. */
export const kinds: Record<Stage['kind'], { name: string; about: string }> = {
  talk: { name: 'Talk', about: 'Somebody speaks, others listen. A timer, and questions to go by.' },
  write: { name: 'Write', about: 'Everybody writes in private. Cards are shown to all when the stage is over.' },
  sort: { name: 'Read and group', about: 'Cards are read, moved and put into groups together.' },
  vote: { name: 'Vote', about: 'Everybody has some dots to give. Totals show when it closes.' },
  discuss: { name: 'Discuss', about: 'One topic after the other, the one with the most dots first.' },
  commit: { name: 'Commit', about: 'Decisions, and actions with an owner and a day.' }
};

export const silences = { nobody: 'Everybody may speak', presenter: 'The presenter listens', others: 'Only the presenter speaks' };

/** "about 50 minutes", "1 h 15 min", or that there is no clock. */
export function lengthOf(plan: Plan): string {
  const minutes = plan.stages.reduce((sum, stage) => sum + (stage.minutes ?? 0), 0);
  return minutes === 0 ? 'no clock' : lasting(minutes);
}

/** "45 minutes", "1 h", "1 h 15 min". */
export function lasting(minutes: number): string {
  if (minutes < 60) return `${minutes} minutes`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** What is particular about a stage: "8 min · 3 dots each". */
export function detailsOf(stage: Stage): string {
  return [
    stage.minutes ? `${stage.minutes} min` : '',
    stage.kind === 'vote' ? (stage.dots === 1 ? '1 dot each' : `${stage.dots} dots each`) : '',
    stage.kind === 'vote' && stage.dots_per_card ? `at most ${stage.dots_per_card} on one card` : '',
    stage.kind === 'talk' && stage.silent !== 'nobody' ? silences[stage.silent ?? 'nobody'].toLowerCase() : '',
    stage.kind === 'discuss' && stage.per_topic_minutes ? `${stage.per_topic_minutes} min a topic` : ''
  ]
    .filter(Boolean)
    .join(' · ');
}

/** How many are expected: "9 of 21 have said that they are coming". */
export function comingWords({ asked, coming }: Pick<Summary, 'asked' | 'coming'>): string {
  if (asked === 0) return 'Nobody has been asked to come yet';
  if (coming === 0) return asked === 1 ? '1 person is asked to come' : `${asked} people are asked to come`;
  return `${coming} of ${asked} ${coming === 1 ? 'is' : 'are'} coming`;
}

/** Who came, has come or is expected, and who leads it; nothing of a meeting that was called off. */
export function whoWords(meeting: Pick<Summary, 'state' | 'came' | 'asked' | 'coming' | 'facilitator'>): string[] {
  const facilitates = `${meeting.facilitator.name} facilitates`;
  if (meeting.state === 'cancelled') return [];
  if (meeting.state === 'ended') return [`${peopleWords(meeting.came)} came`];
  if (meeting.state === 'live') return [`${peopleWords(meeting.came)} ${meeting.came === 1 ? 'has' : 'have'} come`, facilitates];
  return [facilitates, comingWords(meeting)];
}

export const peopleWords = (count: number): string => (count === 1 ? '1 person' : `${count} people`);
