import type { Schema } from '#api/client.ts';
import { type Day, dayNumber, dayOf, todayIs } from '#ui/days.ts';
import type { Band } from '#ui/time-axis.ts';
import { type Phase, phaseName } from './words.ts';

export type Journey = Schema['JourneyView'];
export type Entry = Schema['EntryView'];
export type PhaseView = Schema['PhaseView'];

/** What happened in one phase within one half-term. `begins`: the phase began here. */
export interface Stretch {
  phase: Phase;
  begins: PhaseView | undefined;
  entries: Entry[];
}

export interface Term {
  name: string;
  stretches: Stretch[];
}

/** A journey by half-terms, and within them by phases, in order of their days. */
export function termsOf({ phases, entries }: Pick<Journey, 'phases' | 'entries'>): Term[] {
  const happenings = [
    ...phases.map((phase) => ({ day: phase.since, term: phase.term, phase: phase.phase, begins: phase, entry: undefined })),
    ...entries.map((entry) => ({ day: entry.happened_on, term: entry.term, phase: entry.phase, begins: undefined, entry }))
    // Sorting keeps the order of what has the same day: the phase comes first.
  ].sort((one, other) => one.day.localeCompare(other.day));
  const terms: Term[] = [];
  for (const { term: name, phase, begins, entry } of happenings) {
    let term = terms[terms.length - 1];
    if (term?.name !== name) terms.push((term = { name, stretches: [] }));
    let stretch = term.stretches[term.stretches.length - 1];
    if (begins || stretch?.phase !== phase) term.stretches.push((stretch = { phase, begins, entries: [] }));
    if (entry) stretch.entries.push(entry);
  }
  return terms;
}

/** The last phase goes on: it is drawn for half a term at least, or a move back at the end could not be seen. */
const GOES_ON = 49;

/** The days that a journey and its measures tell of. */
export function daysOf(journey: Journey): Day[] {
  const last = journey.phases[journey.phases.length - 1];
  return [
    ...journey.phases.map((phase) => phase.since),
    ...(last && journey.phases.length > 1 ? [dayOf(dayNumber(last.since) + GOES_ON)] : []),
    ...journey.entries.map((entry) => entry.happened_on),
    ...journey.measures.flatMap((measure) => measure.points.map((point) => point.measured_on))
  ];
}

/** The phases as bands on a time axis, the last one open until `to`. Before the first one it was in it already. */
export function bandsOf(phases: readonly PhaseView[], from: Day = todayIs(), to: Day = todayIs()): Band[] {
  // What was said of a phase that goes on is told in the timeline, and is no band of its own.
  const moves = phases.filter((phase, at) => phase.phase !== phases[at - 1]?.phase);
  return moves
    .map((phase, at) => {
      const next = moves[at + 1]?.since;
      return {
        from: at === 0 && from < phase.since ? from : phase.since,
        to: next ? dayOf(dayNumber(next)) : to,
        name: phase.back ? `Back to ${phaseName(phase.phase)}` : phaseName(phase.phase),
        short: phase.back ? `← ${phaseName(phase.phase)}` : phaseName(phase.phase),
        tone: phase.phase
      };
    })
    .filter((band) => band.from < band.to || moves.length === 1);
}
