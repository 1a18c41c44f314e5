import type { Schema } from '#api/client.ts';
import { type Day, dayWords } from '#ui/days.ts';

export type Phase = Schema['Phase'];
export type Going = Schema['Going'];

interface PhaseWords {
  value: Phase;
  name: string;
  /** What one does then, after "Where are you now?". */
  what: string;
}

/** In their usual order; going back to an earlier one is part of the work. */
export const phases: readonly PhaseWords[] = [
  { value: 'explore', name: 'Explore', what: 'Finding out what the problem is, and what might help.' },
  { value: 'prepare', name: 'Prepare', what: 'Getting ready: people, time, training, materials.' },
  { value: 'deliver', name: 'Deliver', what: 'Doing it with pupils, and mending it as you go.' },
  { value: 'sustain', name: 'Sustain', what: 'Keeping it alive when nobody is watching any more.' }
];

export const phaseName = (phase: Phase): string => phases.find((one) => one.value === phase)?.name ?? phase;

/** How it is going, from worst to best: the words and how far along they are, from 1 to 4. */
export const goings: readonly { value: Going; name: string; step: number }[] = [
  { value: 'stuck', name: 'Stuck', step: 1 },
  { value: 'hard', name: 'Hard going', step: 2 },
  { value: 'steady', name: 'Getting there', step: 3 },
  { value: 'well', name: 'Going well', step: 4 }
];

export const goingOf = (going: Going) => goings.find((one) => one.value === going) ?? goings[0];

/** What is said where a phase begins: "Deliver, from 3 March 2026", "Back to Prepare, from 4 May 2026". */
export const phaseBegins = (phase: { phase: Phase; since: Day; back: boolean }): string =>
  `${phase.back ? `Back to ${phaseName(phase.phase)}` : phaseName(phase.phase)}, from ${dayWords(phase.since)}`;

interface Counted {
  phases: readonly { phase: Phase; since: Day; back: boolean }[];
  entries: readonly { term: string; setback: boolean }[];
}

/** A journey in a sentence or two, before one reads it. */
export function journeyWords({ phases, entries }: Counted): string {
  const now = phases[phases.length - 1];
  const where = now ? `Now in ${phaseName(now.phase)}, since ${dayWords(now.since)}.` : '';
  if (entries.length === 0) return `${where} No entries are shared yet.`.trim();
  const terms = new Set(entries.map((entry) => entry.term)).size;
  const setbacks = entries.filter((entry) => entry.setback).length;
  const told =
    entries.length === 1 ? 'One entry so far' : `${entries.length} entries ${terms === 1 ? 'in one half-term' : `over ${terms} half-terms`}`;
  const who = entries.length === 1 ? 'it tells' : setbacks === 1 ? 'one tells' : setbacks === entries.length ? 'all tell' : `${setbacks} tell`;
  const wrong = setbacks > 0 ? `; ${who} of something that went wrong` : '';
  const back = phases.filter((phase) => phase.back).length;
  const moved = back > 0 ? ` It moved back ${back === 1 ? 'once' : back === 2 ? 'twice' : `${back} times`}, which is normal.` : '';
  return `${where} ${told}${wrong}.${moved}`.trim();
}

/** In the server's words too: who goes back further has mistyped the year. */
const YEARS_BACK = 10;

/** Why something cannot have happened on this day; nothing if it can. */
export function dayProblem(day: Day, today: Day): string {
  if (!day) return 'Choose the day.';
  if (day > today) return 'This day is still to come. Choose today or a day before.';
  const years = Number(today.slice(0, 4)) - Number(day.slice(0, 4));
  return years > YEARS_BACK ? `This is more than ${YEARS_BACK} years ago. Please check the year.` : '';
}

/** What the words of an entry in a list are while there are none. */
export const NOTHING_YET = 'Nothing written yet';

/** Which entries stay back when a draft is shared, in a sentence; nothing where none does. */
export function heldBackWords(entries: readonly { happened_on: Day; held_back: boolean; begins: string }[]): string {
  const held = entries.filter((entry) => entry.held_back).map((entry) => dayWords(entry.happened_on));
  if (held.length === 0) return '';
  const last = held[held.length - 1];
  const names = held.length === 1 ? last : `${held.slice(0, -1).join(', ')} and ${last}`;
  return held.length === 1
    ? `The entry of ${names} is held back: it stays in the draft.`
    : `The entries of ${names} are held back: they stay in the draft.`;
}
