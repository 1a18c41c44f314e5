import type { Figure, OwnSchool, Said, Saying, Share, Stance } from './service.ts';

/** What stands in the chip beside a school. */
export const stanceWords: Record<Stance, string> = {
  adopted: 'Adopted as it is',
  adapted: 'Adapted',
  stopped: 'Stopped'
};

/** A drawing for each, so that the words need no colour to be told apart. */
export const stanceDrawings: Record<Stance, string> = {
  adopted: 'm4.500 12.500 5 5L20 7',
  adapted: 'M4 17c5 0 6-10 11-10h5M16.500 3.500 20 7l-3.500 3.500',
  stopped: 'M7 7h10v10H7z'
};

/** What it is that a school tried: people use a resource, and do what a story tells of. */
export type What = 'story' | 'resource';

export const choices = (what: What): readonly { value: Stance; label: string; hint: string }[] => [
  {
    value: 'adopted',
    label: 'We took it on as it is',
    hint: what === 'resource' ? 'We use it the way it comes.' : 'We do it the way this tells.'
  },
  { value: 'adapted', label: 'We adapted it', hint: 'We changed something about it so that it works here.' },
  { value: 'stopped', label: 'We tried it and stopped', hint: 'That helps others as much: they need not find out again.' }
];

interface Asks {
  label: string;
  hint: string;
}

/** What is asked about the outcome, by what was done. */
export const resultAsked: Record<Stance, Asks> = {
  adopted: { label: 'What came of it?', hint: 'What changed, and how you know. “Too early to say” is an answer.' },
  adapted: { label: 'What did you change, and what came of it?', hint: 'How you know. “Too early to say” is an answer.' },
  stopped: { label: 'Why did you stop?', hint: 'What would you tell a school that is about to begin?' }
};

const schools = (number: number): string => (number === 1 ? 'school' : 'schools');

/** The figure as lines of a number and what it counts; those of none are left out. */
export function figureLines({ adopted, adapted, stopped }: Figure): { number: number; words: string; stance: Stance }[] {
  const lines = [
    { number: adopted, words: `${schools(adopted)} took it on as it is`, stance: 'adopted' as const },
    { number: adapted, words: `${schools(adapted)} adapted it`, stance: 'adapted' as const },
    { number: stopped, words: `${schools(stopped)} tried it and stopped`, stance: 'stopped' as const }
  ];
  return lines.filter((line) => line.number > 0);
}

export const total = ({ adopted, adapted, stopped }: Figure): number => adopted + adapted + stopped;

/** "2 adapted, 1 stopped". */
export function shareWords(share: Share): string {
  const parts: [number, string][] = [
    [share.adopted, 'adopted'],
    [share.adapted, 'adapted'],
    [share.stopped, 'stopped']
  ];
  return parts
    .filter(([number]) => number > 0)
    .map(([number, words]) => `${number} ${words}`)
    .join(', ');
}

/** What helps a reader to say "like ours": "Primary · small for its phase · 96 pupils · Fenside". */
export function schoolWords({ phase, size, school, cluster }: Pick<Said, 'phase' | 'size' | 'school' | 'cluster'>): string[] {
  const pupils = school.pupils === null ? '' : school.pupils === 1 ? '1 pupil' : `${school.pupils.toLocaleString('en-GB')} pupils`;
  return [phase, size && `${size.toLowerCase()} for its phase`, pupils, cluster?.name ?? ''].filter(Boolean);
}

/** What a school has said, as it is sent again. */
export const asSent = ({ stance, context, result, journey }: Pick<Said, 'stance' | 'context' | 'result' | 'journey'>): Saying => ({
  stance,
  context,
  result,
  journey: journey?.id ?? null
});

/** How one is asked to say something, by the schools that one may speak for. */
export function invitation(mine: readonly OwnSchool[]): string {
  const [first] = mine;
  return mine.length === 1 && first ? `Has ${first.school.name} tried this?` : 'Has your school tried this?';
}
