import { ApiProblem } from '#api/client.ts';
import { newId } from '#realtime/boards/ids.ts';
import { type Day, todayIs } from '#ui/days.ts';
import type { EntryChange, EntryDraft, EntryPrompt, JourneyDraft, Tag } from './service.ts';
import type { Phase } from './words.ts';

/** What the journey needs of the API; in tests something else stands in its place. */
export interface JourneyService {
  fetchJourney: (id: string) => Promise<JourneyDraft>;
  setPhase: (id: string, phase: Phase, since: Day, note: string) => Promise<JourneyDraft>;
  removePhase: (id: string, phase: string) => Promise<JourneyDraft>;
  addEntry: (id: string, entry: string, day: Day, prompt: EntryPrompt | null) => Promise<EntryDraft>;
  changeEntry: (id: string, entry: string, version: number, change: EntryChange) => Promise<EntryDraft>;
  removeEntry: (id: string, entry: string, version: number) => Promise<void>;
  restoreEntry: (id: string, entry: string) => Promise<EntryDraft>;
}

const MOST_TRIES = 4;
/** In milliseconds, while there is no connection. */
const AGAIN = 5_000;
/** Sections of entries are called e, the entry's id without its hyphens, and the part. */
const SECTION = /^e([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})-/;

/** The entry that a section of the document belongs to. */
export const entryOfSection = (section: string): string | undefined =>
  SECTION.exec(section)?.slice(1, 6).join('-');

/** Newest first; of one day, the later written one first, as the server has them. */
const inOrder = (entries: readonly EntryDraft[]): EntryDraft[] =>
  entries.map((entry, at) => ({ entry, at })).sort((one, other) => other.entry.happened_on.localeCompare(one.entry.happened_on) || one.at - other.at).map(({ entry }) => entry);

/**
 * A journey while somebody writes it: what is not prose. What is chosen shows at once and is saved by itself;
 * while there is no connection it waits, and `unsaved` says so.
 */
export class JourneyEdit {
  journey = $state.raw() as JourneyDraft;
  /** The entry that was open here when somebody else removed it. */
  lost = $state.raw<EntryDraft>();
  /** Something that was chosen could not be saved, and is as it was before. */
  error = $state.raw<unknown>();

  /** By entry: what was chosen and is not saved yet. */
  #open = $state<string>();
  /** While an entry is open: the ids in the order that they had when it was opened. */
  #order = $state.raw<readonly string[]>();
  /** Grows with whatever is changed here, so that what was fetched before then is not taken for newer. */
  #changes = 0;
  #waiting = $state.raw<Readonly<Record<string, EntryChange>>>({});
  #sending: Promise<void> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly story: string,
    journey: JourneyDraft,
    private readonly service: JourneyService
  ) {
    this.journey = journey;
  }

  /** The entry that is open on the page. */
  get open(): string | undefined {
    return this.#open;
  }

  set open(id: string | undefined) {
    if (id !== undefined) this.lost = undefined;
    this.#order = id === undefined ? undefined : this.journey.entries.map((entry) => entry.id);
    this.#open = id;
  }

  /** The entries as the page shows them: none moves away while one types another day for the open one. */
  get entries(): readonly EntryDraft[] {
    const order = this.#order;
    if (!order) return this.journey.entries;
    return [...this.journey.entries].sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
  }

  get unsaved(): boolean {
    return Object.keys(this.#waiting).length > 0;
  }

  refresh = async (): Promise<JourneyDraft | undefined> => {
    try {
      let journey: JourneyDraft;
      let before: number;
      do {
        before = this.#changes;
        journey = await this.service.fetchJourney(this.story);
      } while (before !== this.#changes);
      const opened = this.journey.entries.find((entry) => entry.id === this.open);
      this.journey = { ...journey, entries: journey.entries.map((entry) => this.#asChosen(entry)) };
      if (opened && !journey.entries.some((entry) => entry.id === opened.id)) {
        this.open = undefined;
        this.lost = opened;
      }
      return journey;
    } catch (error) {
      // Offline there is nothing newer to show, and the page says so elsewhere.
      if (error instanceof ApiProblem && error.status !== 0) this.error = error;
      return undefined;
    }
  };

  /** Begins an entry of today and opens it. Throws what stands against it. */
  add = async (prompt: EntryPrompt | null = null): Promise<EntryDraft> => {
    const made = await this.service.addEntry(this.story, newId(), todayIs(), prompt);
    this.#put(made);
    this.open = made.id;
    void this.refresh();
    return made;
  };

  /** Changes an entry; `tags` are the chosen ones in full, to be shown at once. */
  change(id: string, change: EntryChange, tags?: readonly Tag[]): void {
    this.error = undefined;
    this.#waiting = { ...this.#waiting, [id]: { ...this.#waiting[id], ...change } };
    const shown = this.journey.entries.find((entry) => entry.id === id);
    if (shown) this.#put({ ...this.#asChosen(shown), tags: tags ? [...tags] : shown.tags });
    void this.send();
  }

  /** Saves what waits, and resolves when nothing does or nothing can be sent now. */
  send = (): Promise<void> => {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    return this.#sending;
  };

  /** Tries no more by itself. */
  close(): void {
    clearTimeout(this.#again);
  }

  async remove(entry: EntryDraft): Promise<void> {
    await this.send();
    const now = this.journey.entries.find((one) => one.id === entry.id) ?? entry;
    await this.service.removeEntry(this.story, now.id, now.version);
    this.#changes++;
    this.journey = { ...this.journey, entries: this.journey.entries.filter((one) => one.id !== now.id) };
    if (this.open === now.id) this.open = undefined;
    void this.refresh();
  }

  async restore(id: string): Promise<void> {
    this.#put(await this.service.restoreEntry(this.story, id));
    if (this.lost?.id === id) this.lost = undefined;
    void this.refresh();
  }

  async setPhase(phase: Phase, since: Day, note: string): Promise<void> {
    this.#take(await this.service.setPhase(this.story, phase, since, note));
  }

  async removePhase(id: string): Promise<void> {
    this.#take(await this.service.removePhase(this.story, id));
  }

  #take(journey: JourneyDraft): void {
    this.#changes++;
    this.journey = { ...journey, entries: journey.entries.map((entry) => this.#asChosen(entry)) };
  }

  async #sendAll(): Promise<void> {
    for (let next = this.#next(); next; next = this.#next()) {
      const [id, change] = next;
      try {
        const saved = await this.#save(id, change);
        this.#done(id, change);
        this.#put(this.#asChosen(saved));
      } catch (error) {
        // Without a connection it waits for the next one.
        if (error instanceof ApiProblem && error.status === 0) {
          clearTimeout(this.#again);
          this.#again = setTimeout(() => void this.send(), AGAIN);
          return;
        }
        this.#done(id, this.#waiting[id] ?? {});
        this.error = error;
        await this.refresh();
      }
    }
  }

  async #save(id: string, change: EntryChange): Promise<EntryDraft> {
    for (let tries = 1; ; tries++) {
      const version = this.journey.entries.find((entry) => entry.id === id)?.version ?? 1;
      try {
        return await this.service.changeEntry(this.story, id, version, change);
      } catch (error) {
        // What somebody else changed meanwhile stays, but for what was chosen here.
        if (!(error instanceof ApiProblem) || error.status !== 412 || tries === MOST_TRIES) throw error;
        await this.refresh();
      }
    }
  }

  #next(): [string, EntryChange] | undefined {
    return Object.entries(this.#waiting)[0];
  }

  /** Takes what was saved off the list, but for what was chosen anew in the meantime. */
  #done(id: string, saved: EntryChange): void {
    const { [id]: mine = {}, ...others } = this.#waiting;
    const rest = Object.fromEntries(
      Object.entries(mine).filter(([name, value]) => saved[name as keyof EntryChange] !== value)
    );
    this.#waiting = Object.keys(rest).length > 0 ? { ...others, [id]: rest } : others;
  }

  #asChosen(entry: EntryDraft): EntryDraft {
    const waiting = this.#waiting[entry.id];
    if (!waiting) return entry;
    const { tags, ...change } = waiting;
    const shown = this.journey.entries.find((one) => one.id === entry.id);
    return { ...entry, ...change, tags: tags && shown ? shown.tags : entry.tags };
  }

  #put(entry: EntryDraft): void {
    this.#changes++;
    const others = this.journey.entries.filter((one) => one.id !== entry.id);
    this.journey = { ...this.journey, entries: inOrder([entry, ...others]) };
  }
}
