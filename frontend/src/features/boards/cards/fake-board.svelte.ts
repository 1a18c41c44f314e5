import { generateKeyBetween } from 'fractional-indexing';
import { SvelteMap } from 'svelte/reactivity';
import type { CardCommand, CardsBoard, CardView, GroupView, Outcome, VotesView } from './board.ts';

type Rules = CardsBoard['may'];

const kinds = ['talk', 'write', 'sort', 'vote', 'discuss', 'commit'];
const inAll = <T>(who: T) => Object.fromEntries(kinds.map((kind) => [kind, who]));

/** A board for tests of screens: it does commands at once, as a server would, and keeps them. */
export class FakeBoard implements CardsBoard {
  readonly id = 'b0a2d000-0000-4000-8000-000000000000';
  readonly cards = new SvelteMap<string, CardView>();
  readonly groups = new SvelteMap<string, GroupView>();
  readonly people = new SvelteMap([
    ['p1', { name: 'Jo Okafor' }],
    ['p2', { name: 'Rab Bell' }]
  ]);
  readonly schools = { '900001': 'Fen End Primary School', '900002': 'Marsh Lane School' };
  readonly recommendations: CardsBoard['recommendations'];
  readonly me = 'p1';
  readonly view = 'member';
  readonly sent: CardCommand[] = [];
  facilitates = $state(false);
  hidden = $state.raw<Record<string, number>>({});
  votes = $state.raw<VotesView>({ open: false, stage: null, round: 0, mine: {}, left: 0, totals: {} });
  head = $state.raw<NonNullable<CardsBoard['head']>>({
    id: this.id,
    meeting: this.id,
    title: 'November meeting',
    cluster: 'fenside',
    cluster_name: 'Fenside',
    state: 'open',
    plan: {
      anonymous: false,
      columns: [
        { key: 'well', title: 'What is working', prompt: '' },
        { key: 'not', title: 'What is not', prompt: 'Be honest: nobody is blamed.' },
        { key: 'why', title: 'What puzzles us', prompt: '' }
      ],
      stages: kinds.map((kind) => ({ key: kind, kind: kind as 'talk', title: kind, dots: 3, prompts: [], silent: 'nobody' }))
    },
    stage: kinds.indexOf('sort'),
    facilitator: 'p2',
    locked: false,
    timer: null,
    speaker: null,
    presenter: null,
    focus: null,
    code: null,
    door_open: false
  });
  may: Rules = {
    'card.add': { ...inAll(['everybody'] as const), vote: [] },
    'card.edit': { ...inAll(['author'] as const), vote: [] },
    'card.tag': { ...inAll(['author'] as const), sort: ['everybody'], vote: [] },
    'card.move': { sort: ['everybody'] },
    'card.remove': inAll(['author', 'facilitator'] as const),
    'card.react': inAll(['everybody'] as const),
    group: { sort: ['everybody'] },
    vote: { vote: ['everybody'] }
  };
  /** The next commands are refused with this. */
  refuses = '';

  constructor() {
    const edition = { edition: 'ta-2025', edition_short_title: '', guidance: 'ta', title: '' };
    this.recommendations = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [
        String(index + 1),
        { ...edition, id: index + 1, number: index + 1, short_title: `Recommendation ${index + 1}` }
      ])
    );
  }

  /** Go to the stage of this kind. */
  stage(kind: string): void {
    this.head = { ...this.head, stage: kinds.indexOf(kind) };
    const open = kind === 'vote';
    this.votes = { ...this.votes, open, left: open ? 3 : 0, totals: open ? {} : this.votes.mine, mine: {} };
  }

  put(id: string, column: string, text: string, more: Partial<CardView> = {}): void {
    const last = this.#last(column, more.group ?? null);
    this.cards.set(id, {
      column,
      group: null,
      position: generateKeyBetween(last ?? null, null),
      text,
      tags: [],
      school: null,
      by: 'p2',
      mine: false,
      hidden: false,
      reactions: {},
      reacted: [],
      ...more
    });
  }

  #level(column: string, group: string | null): { id: string; position: string }[] {
    const cards = [...this.cards].filter(([, one]) => one.group === group && (group !== null || one.column === column));
    const groups = group === null ? [...this.groups].filter(([, one]) => one.column === column) : [];
    return [...cards, ...groups]
      .map(([id, { position }]) => ({ id, position }))
      .sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  #last(column: string, group: string | null): string | undefined {
    return this.#level(column, group).at(-1)?.position;
  }

  #behind(moving: string, column: string, group: string | null, after: string | null): string {
    const level = this.#level(column, group).filter(({ id }) => id !== moving);
    const at = after === null ? -1 : level.findIndex(({ id }) => id === after);
    return generateKeyBetween(level[at]?.position ?? null, level[at + 1]?.position ?? null);
  }

  #change(id: string, changes: Partial<CardView>): void {
    const card = this.cards.get(id);
    if (card) this.cards.set(id, { ...card, ...changes });
  }

  async do(command: CardCommand): Promise<Outcome> {
    this.sent.push(command);
    if (this.refuses) return { done: false, problem: { detail: this.refuses } };
    switch (command.do) {
      case 'card.add': {
        const { card, column, text, tags, school } = command;
        const hidden = this.head.plan.stages[this.head.stage]?.kind === 'write';
        this.put(card, column, text, { tags, school, by: 'p1', mine: true, hidden });
        if (hidden) this.hidden = { ...this.hidden, [column]: (this.hidden[column] ?? 0) + 1 };
        break;
      }
      case 'card.edit': {
        const { do: _, card, clear_school, ...changes } = command;
        this.#change(card, { ...changes, ...(clear_school && { school: null }) });
        break;
      }
      case 'card.remove':
        this.cards.delete(command.card);
        break;
      case 'card.move': {
        const { card, column, group, after } = command;
        this.#change(card, { column, group, position: this.#behind(card, column, group, after) });
        break;
      }
      case 'card.react': {
        const card = this.cards.get(command.card);
        if (!card) break;
        const { kind, on } = command;
        this.#change(command.card, {
          reactions: { ...card.reactions, [kind]: (card.reactions[kind] ?? 0) + (on ? 1 : -1) },
          reacted: on ? [...card.reacted, kind] : card.reacted.filter((one) => one !== kind)
        });
        break;
      }
      case 'group.make': {
        const first = this.cards.get(command.cards[0] ?? '');
        if (!first) break;
        this.groups.set(command.group, { column: first.column, position: first.position, name: command.name });
        for (const card of command.cards) {
          this.#change(card, {
            column: first.column,
            group: command.group,
            position: generateKeyBetween(this.#last(first.column, command.group) ?? null, null)
          });
        }
        break;
      }
      case 'group.name': {
        const group = this.groups.get(command.group);
        if (group) this.groups.set(command.group, { ...group, name: command.name });
        break;
      }
      case 'group.move': {
        const { group, column, after } = command;
        const found = this.groups.get(group);
        if (found) this.groups.set(group, { ...found, column, position: this.#behind(group, column, null, after) });
        break;
      }
      case 'group.split': {
        const found = this.groups.get(command.group);
        const members = this.#level(found?.column ?? '', command.group);
        this.groups.delete(command.group);
        for (const { id } of members) {
          this.#change(id, { group: null, position: generateKeyBetween(this.#last(found?.column ?? '', null) ?? null, null) });
        }
        break;
      }
      default: {
        const by = command.do === 'vote.put' ? 1 : -1;
        const { mine, left } = this.votes;
        const dots = (mine[command.target] ?? 0) + by;
        this.votes = { ...this.votes, mine: { ...mine, [command.target]: dots }, left: left - by };
      }
    }
    return { done: true };
  }
}
