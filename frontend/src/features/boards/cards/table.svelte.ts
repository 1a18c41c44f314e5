import { generateKeyBetween } from 'fractional-indexing';
import { SvelteMap } from 'svelte/reactivity';
import { newId } from '#realtime/boards/ids.ts';
import { announce } from '#ui/announcer.svelte.ts';
import { toasts } from '#ui/toast.svelte.ts';
import { arrange, type Arrangement, type Column, type Row, rowOf } from './arrangement.ts';
import { type Act, type CardsBoard, type CardView, type GroupView, may } from './board.ts';
import { Drafts } from './drafts.ts';
import { between, counted, type Place, placeOf, samePlace, stepped } from './places.ts';
import { called, groupCalled, spoken } from './spoken.ts';

/** What somebody moves by keys: it stands at `place` for them alone until they put it down. */
interface Lifted {
  id: string;
  from: Place;
  place: Place;
}

/** The cards of a board as one person has them before them: what stands where, what is lifted, edited, focused. */
export class CardTable {
  lifted = $state.raw<Lifted>();
  editing = $state<string>();
  /** The column in which somebody asked to write a card. */
  composing = $state<string>();
  /** The row that has the focus, and which of its controls. */
  focused = $state.raw<{ id: string; part?: string }>();
  /** Counts how often the focus was asked back to where it was. */
  wanted = $state(0);
  /** Somebody else's card that the facilitator is about to remove. */
  removing = $state<string>();
  /** Each column's row that the Tab key leads to. */
  #current = new SvelteMap<string, string>();
  /** How many columns fit beside each other, and the first of them. */
  fitting = $state(8);
  #first = $state(0);

  readonly columns = $derived.by(() => this.board.head?.plan.columns ?? []);
  readonly order = $derived(this.columns.map(({ key }) => key));
  readonly shown = $derived.by(() => {
    const first = Math.max(0, Math.min(this.#first, this.columns.length - this.fitting));
    return this.columns.slice(first, first + this.fitting);
  });
  #before: Arrangement | undefined;
  /** As the server has it, with one's own pending changes. */
  readonly #settled = $derived.by(() => {
    this.#before = arrange(this.order, this.board.cards, this.board.groups, this.#before);
    return this.#before;
  });
  readonly arrangement: Arrangement = $derived.by(() => this.#preview() ?? this.#settled);
  readonly drafts = $derived.by(() => new Drafts(this.board.id, this.board.me ?? ''));

  constructor(readonly board: CardsBoard) {}

  column(key: string): Column {
    return this.arrangement.get(key) ?? { rows: [], cards: 0, own: 0 };
  }

  title(column: string): string {
    return this.columns.find(({ key }) => key === column)?.title ?? '';
  }

  row(id: string): Row | undefined {
    return rowOf(this.arrangement, id);
  }

  may(act: Act, card?: CardView): boolean {
    return may(this.board, act, card);
  }

  movable(row: Row): boolean {
    return row.kind === 'group' ? this.may('group') : this.may('card.move', this.board.cards.get(row.id));
  }

  /** What a card or group is called when it is spoken of. */
  name(id: string): string {
    const group = this.board.groups.get(id);
    return group ? groupCalled(group.name) : called(this.board.cards.get(id)?.text ?? '');
  }

  /** Which row of a column the Tab key leads to. */
  current(column: string): string | undefined {
    const id = this.#current.get(column);
    const { rows } = this.column(column);
    return id !== undefined && rows.some((row) => row.id === id) ? id : rows[0]?.id;
  }

  focus(id: string, part?: string): void {
    const row = this.row(id);
    if (row) this.#current.set(row.column, id);
    this.focused = { id, part };
  }

  /** Put the focus on this row, as soon as it stands where it stands. */
  refocus(id: string, part?: string): void {
    this.focus(id, part);
    this.wanted++;
  }

  /** Show a column where not all of them fit. */
  show(column: string): void {
    const index = this.order.indexOf(column);
    const first = this.order.indexOf(this.shown[0]?.key ?? '');
    if (index < first) this.#first = index;
    else if (index >= first + this.shown.length) this.#first = index - this.shown.length + 1;
  }

  // Moving, for whatever moves: pointers, keys and menus.

  move(row: Row, place: Place): void {
    const { column, group, after } = place;
    void this.board.do(
      row.kind === 'group'
        ? { do: 'group.move', group: row.id, column, after }
        : { do: 'card.move', card: row.id, column, group, after }
    );
  }

  /** Say where something stands now. */
  say(how: 'dropped' | 'over' | 'edge' | 'back' | 'lifted', id: string): void {
    const row = this.row(id);
    if (!row) return;
    const group = row.kind === 'card' && row.group !== null ? this.board.groups.get(row.group)?.name : undefined;
    const at = { ...counted(this.column(row.column).rows, row), column: this.title(row.column), group };
    announce(spoken[how](this.name(id), at), { urgent: true });
  }

  /** Let a card and another become a group, or take it into the other's. */
  groupWith(row: Row, other: Row): void {
    if (row.kind !== 'card' || other.kind !== 'card') return;
    const name = this.name(other.id);
    if (other.group !== null) this.move(row, { column: other.column, group: other.group, after: other.id });
    else void this.board.do({ do: 'group.make', group: newId(), cards: [other.id, row.id], name: '' });
    announce(spoken.grouped(this.name(row.id), name), { urgent: true });
  }

  split(id: string): void {
    const row = this.row(id);
    const { rows } = this.column(row?.column ?? '');
    const first = rows.find((one) => one.kind === 'card' && one.group === id);
    announce(`The group ${this.name(id)} is split.`, { urgent: true });
    if (first) this.refocus(first.id);
    void this.board.do({ do: 'group.split', group: id });
  }

  /** Remove one's own card, which can be undone; of others' cards one is asked first. */
  remove(id: string): void {
    const card = this.board.cards.get(id);
    if (!card) return;
    if (!card.mine) {
      this.removing = id;
      return;
    }
    void this.board.do({ do: 'card.remove', card: id });
    announce('Removed.', { urgent: true });
    const { column, text, tags, school } = card;
    toasts.show('Your card was removed.', async () => {
      const again = newId();
      const { done } = await this.board.do({ do: 'card.add', card: again, column, text, tags, school });
      if (done) this.refocus(again);
      else toasts.show('It could not be put back.');
    });
  }

  /** One step by a menu: where to, if anywhere. */
  stepTo(row: Row, key: string): Place | undefined {
    return stepped(this.arrangement, this.order, row, key);
  }

  // By keys.

  lift(row: Row): void {
    const from = placeOf(this.column(row.column).rows, row);
    this.refocus(row.id);
    this.lifted = { id: row.id, from, place: from };
    this.say('lifted', row.id);
  }

  /** Take what is lifted a step; false if the key leads nowhere that keys could lead. */
  carry(key: string): boolean {
    const row = this.lifted && this.row(this.lifted.id);
    if (!this.lifted || !row) return false;
    if (!/^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(key)) return false;
    const place = this.stepTo(row, key);
    if (!place) this.say('edge', row.id);
    else {
      this.lifted = { ...this.lifted, place };
      this.show(place.column);
      this.refocus(row.id);
      this.say('over', row.id);
    }
    return true;
  }

  /** Group what is lifted with the card above it. */
  joinAbove(): void {
    const row = this.lifted && this.row(this.lifted.id);
    if (row?.kind !== 'card') return;
    const { rows } = this.column(row.column);
    const above = rows[rows.findIndex(({ id }) => id === row.id) - 1];
    if (above?.kind !== 'card' || row.group !== null) {
      announce(spoken.nothingAbove, { urgent: true });
      return;
    }
    this.lifted = undefined;
    this.groupWith(row, above);
  }

  drop(): void {
    const { lifted } = this;
    const row = lifted && this.row(lifted.id);
    if (!lifted || !row) return;
    this.lifted = undefined;
    if (!samePlace(lifted.from, lifted.place)) this.move(row, lifted.place);
    this.say('dropped', row.id);
  }

  putBack(): void {
    const { lifted } = this;
    this.lifted = undefined;
    if (!lifted) return;
    this.show(lifted.from.column);
    this.say('back', lifted.id);
  }

  cannotMove(): void {
    announce(spoken.cannotMove, { urgent: true });
  }

  /** The meeting may go on while something is lifted: then it is put back. */
  notice(): void {
    const { lifted } = this;
    if (!lifted) return;
    const row = rowOf(this.#settled, lifted.id);
    if (row && this.movable(row)) return;
    this.lifted = undefined;
    announce(row ? spoken.notAnyMore : spoken.removedMeanwhile, { urgent: true });
  }

  #preview(): Arrangement | undefined {
    if (!this.lifted || samePlace(this.lifted.from, this.lifted.place)) return undefined;
    const { id, place } = this.lifted;
    const { cards, groups } = this.board;
    const position = this.#position(place, id);
    const group = groups.get(id);
    const at = { column: place.column, position };
    if (group) {
      const moved = [...groups].map(([key, one]): [string, GroupView] => [key, key === id ? { ...one, ...at } : one]);
      return arrange(this.order, cards, moved, this.#before);
    }
    const moved = [...cards].map(([key, one]): [string, CardView] => [
      key,
      key === id ? { ...one, ...at, group: place.group } : one
    ]);
    return arrange(this.order, moved, groups, this.#before);
  }

  #position(place: Place, moving: string): string {
    const look = (id: string) => (this.board.cards.get(id) ?? this.board.groups.get(id))?.position;
    const rows = this.#settled.get(place.column)?.rows ?? [];
    const [before, behind] = between(place, rows, moving, look);
    return before !== null && before === behind ? before : generateKeyBetween(before, behind);
  }
}
