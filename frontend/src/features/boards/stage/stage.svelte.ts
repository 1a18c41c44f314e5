import { SvelteSet } from 'svelte/reactivity';
import type { LiveBoard } from '#realtime/boards/live-board.svelte.ts';
import type { Schema } from '#api/client.ts';
import { recommendationChoices } from '#ui/action-fields.ts';
import { type Topic, topics } from './topics.ts';
import { cannotUndo, type StageKind, type Where } from './words.ts';

type BoardHead = Schema['BoardHead'];
export type Stage = BoardHead['plan']['stages'][number];

type PersonFacts = Schema['BoardPerson'];

/** Somebody who is there, under their id as a participant. */
export interface Present extends PersonFacts {
  id: string;
  me: boolean;
}

/** What the screen around the cards knows of a board that has been opened. */
export class StageView {
  /** A move that waits for a yes, because part of it cannot be taken back. */
  asking = $state.raw<{ to: number; why: string } | undefined>();

  constructor(readonly board: LiveBoard) {}

  /** The components that use this stand on the page only once there is a head. */
  readonly head = $derived.by(() => this.board.head as BoardHead);
  readonly open = $derived(this.head.state === 'open');
  /** What steers the meeting, or is said of oneself, belongs to the moment: it is done only while connected. */
  readonly live = $derived.by(() => this.board.status === 'live');
  readonly stages = $derived<readonly Stage[]>(this.head.plan.stages);
  readonly stage = $derived(this.stages[this.head.stage] as Stage);
  readonly next = $derived(this.stages[this.head.stage + 1]);
  readonly previous = $derived(this.head.stage > 0 ? this.stages[this.head.stage - 1] : undefined);
  readonly facilitates = $derived.by(() => this.board.facilitates && this.board.view !== 'wall');
  readonly looking = $derived.by(() => this.board.me === null);
  /** May change the board now, as far as locking and the meeting's state go. */
  readonly mayChange = $derived(this.open && !this.looking && (!this.head.locked || this.facilitates));
  /** Whether they may write down decisions and actions now. */
  readonly mayAgree = $derived.by(() => this.may('agree'));
  readonly mayFinish = $derived.by(() => this.may('action.done'));
  readonly hidden = $derived.by(() => Object.values(this.board.hidden).reduce((sum, one) => sum + one, 0));
  readonly presenter = $derived(this.person(this.head.presenter));
  readonly speaker = $derived(this.person(this.head.speaker));
  readonly facilitator = $derived(this.person(this.head.facilitator));

  /** Everybody who is connected, oneself first, then by name. */
  readonly here = $derived.by((): Present[] =>
    this.board.here.flatMap((id) => this.person(id) ?? []).sort(byName)
  );
  readonly running = $derived(Boolean(this.head.timer?.ends_at));
  /** Those who came and are not connected now. */
  readonly away = $derived.by((): Present[] => {
    const { here, people } = this.board;
    return [...people.keys()]
      .filter((id) => !here.includes(id))
      .flatMap((id) => this.person(id) ?? [])
      .filter((person) => !person.gone)
      .sort(byName);
  });
  readonly hands = $derived.by((): Present[] => this.board.hands.flatMap((id) => this.person(id) ?? []));
  readonly ready = $derived.by(() => this.here.filter((person) => this.board.ready.includes(person.id)).length);

  readonly topics = $derived.by((): Topic[] =>
    topics({
      columns: this.head.plan.columns,
      cards: this.board.cards,
      groups: this.board.groups,
      totals: this.board.votes.totals
    })
  );
  readonly topic = $derived(this.topics.find((topic) => topic.id === this.head.focus));

  readonly where = $derived.by(
    (): Where => ({
      stage: this.stage,
      anonymous: this.head.plan.anonymous,
      looking: this.looking,
      facilitates: this.facilitates,
      presenter: this.presenter && { name: this.presenter.name, me: this.presenter.me },
      topic: this.topic?.title,
      dotsLeft: this.board.votes.left
    })
  );

  /** Topics that have been taken up while this page was open. */
  readonly discussed = new SvelteSet<string>();

  /** What an action of this board can be given to and be about, to choose from. */
  readonly choices = $derived.by(() => {
    const people = [...this.here, ...this.away].filter((person) => person.person !== null);
    const schools = Object.entries(this.board.schools).sort(([, a], [, b]) => a.localeCompare(b));
    return {
      owners: [
        ...people.map((person) => ({ value: `person:${person.person}`, label: person.name })),
        ...schools.map(([urn, name]) => ({ value: `school:${urn}`, label: name }))
      ],
      recommendations: recommendationChoices(Object.values(this.board.recommendations))
    };
  });

  /** What the server's table says of an act that is about no card, in this stage and for this viewer. */
  may(act: string): boolean {
    const { board } = this;
    const who: readonly string[] = board.may[act]?.[this.stage.kind] ?? [];
    return (
      this.mayChange &&
      (who.includes('everybody') ||
        (who.includes('member') && board.view === 'member') ||
        (who.includes('speaker') && board.me === this.head.speaker) ||
        (who.includes('facilitator') && this.facilitates))
    );
  }

  person(id: string | null | undefined): Present | undefined {
    const found = id ? this.board.people.get(id) : undefined;
    return found && id ? { ...found, id, me: id === this.board.me } : undefined;
  }

  /** Goes to a stage, or first asks where some of that is for good. */
  go(to: number): void {
    const target = this.stages[to];
    if (!this.live || !target || to === this.head.stage) return;
    const why = cannotUndo(this.stage.kind as StageKind, target.kind as StageKind, {
      hidden: this.hidden,
      ready: this.ready,
      here: this.here.length,
      voted: this.board.votes.stage !== null
    });
    if (why) this.asking = { to, why };
    else void this.move(to);
  }

  async move(to: number): Promise<void> {
    this.asking = undefined;
    await this.board.do({ do: 'stage.go', stage: to, came_from: this.head.stage });
  }

  discuss(topic: Topic | undefined): void {
    if (this.head.focus) this.discussed.add(this.head.focus);
    void this.board.do({ do: 'board.focus', target: topic?.id ?? null });
  }
}

const byName = (a: Present, b: Present) => Number(b.me) - Number(a.me) || a.name.localeCompare(b.name);
