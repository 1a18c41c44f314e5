import { announce } from '#ui/announcer.svelte.ts';
import type { Row } from './arrangement.ts';
import { type Half, placeOf, samePlace, type Target, targetOver } from './places.ts';
import { spoken } from './spoken.ts';
import type { CardTable } from './table.svelte.ts';

/** A mouse has gone so far before a press becomes a drag; a finger has rested so long, moving no further. */
const MOUSE_GOES = 6;
const FINGER_RESTS_MS = 320;
const FINGER_SHAKES = 10;
/** The page scrolls where something is dragged so near to the window's edge. */
const EDGE = 88;
/** Over another column's tab for so long, that column comes. */
const TAB_RESTS_MS = 380;

/** Controls within a card keep their presses. */
const OWN_PRESS = 'button, a, input, textarea, select, summary, label, [data-own-press]';

interface Drag {
  row: Row;
  width: number;
  /** Where within the card it was taken. */
  grip: { x: number; y: number };
}

/** Dragging with whatever points: mouse and pen at once, a finger after resting, so that it can still scroll. */
export class Dragging {
  drag = $state.raw<Drag>();
  target = $state.raw<Target>();
  at = $state.raw({ x: 0, y: 0 });

  #pointer: number | undefined;
  #undo: (() => void) | undefined;
  #frame = 0;
  #tab: { column: string; since: number } | undefined;
  #scroller: Element = document.documentElement;
  #above = 0;

  constructor(private table: CardTable) {}

  /** A press on a row, which may become a drag. */
  press(event: PointerEvent, row: Row): void {
    const { target, currentTarget } = event;
    if (event.button !== 0 || this.#pointer !== undefined || !(currentTarget instanceof HTMLElement)) return;
    if (target instanceof Element && target.closest(OWN_PRESS)) return;
    if (this.table.editing === row.id || !this.table.movable(row)) return;
    const start = { x: event.clientX, y: event.clientY };
    const box = currentTarget.getBoundingClientRect();
    const begin = () => {
      this.#scroller = scrollerOf(currentTarget);
      // What stands still above the cards covers so much of the window.
      this.#above = parseFloat(getComputedStyle(currentTarget).scrollMarginTop) || 0;
      this.table.lifted = undefined;
      this.drag = { row, width: box.width, grip: { x: start.x - box.left, y: start.y - box.top } };
      this.#frame = requestAnimationFrame(this.#follow);
    };
    const finger = event.pointerType === 'touch';
    const rested = finger
      ? setTimeout(() => {
          begin();
          navigator.vibrate?.(12);
        }, FINGER_RESTS_MS)
      : undefined;
    this.at = start;

    const moved = (now: PointerEvent) => {
      if (now.pointerId !== this.#pointer) return;
      this.at = { x: now.clientX, y: now.clientY };
      const far = Math.hypot(now.clientX - start.x, now.clientY - start.y);
      if (this.drag) return;
      if (finger && far > FINGER_SHAKES) this.cancel();
      if (!finger && far > MOUSE_GOES) begin();
    };
    const released = (now: PointerEvent) => now.pointerId === this.#pointer && this.#drop();
    const taken = (now: PointerEvent) => now.pointerId === this.#pointer && this.cancel();
    const keyed = (now: KeyboardEvent) => {
      if (now.key !== 'Escape' || !this.drag) return;
      now.preventDefault();
      now.stopPropagation();
      this.cancel();
    };
    const noMenu = (now: Event) => {
      if (finger) now.preventDefault();
    };
    this.#pointer = event.pointerId;
    const undone = new AbortController();
    const { signal } = undone;
    addEventListener('pointermove', moved, { signal });
    addEventListener('pointerup', released, { signal });
    addEventListener('pointercancel', taken, { signal });
    addEventListener('blur', () => this.cancel(), { signal });
    addEventListener('keydown', keyed, { signal, capture: true });
    addEventListener('contextmenu', noMenu, { signal });
    this.#undo = () => {
      clearTimeout(rested);
      undone.abort();
    };
  }

  /** While a card is dragged, a finger does not scroll; for a touchmove listener that may refuse. */
  holdPage = (event: TouchEvent): void => {
    if (this.drag && event.cancelable) event.preventDefault();
  };

  cancel(): void {
    const { drag } = this;
    this.#end();
    if (drag) this.table.say('back', drag.row.id);
  }

  #drop(): void {
    const { drag, target, table } = this;
    this.#end();
    if (!drag) return;
    const row = table.row(drag.row.id);
    if (!row || !table.movable(row)) {
      announce(row ? spoken.notAnyMore : spoken.removedMeanwhile, { urgent: true });
      return;
    }
    table.focus(row.id);
    if (target && 'onto' in target) {
      const other = table.row(target.onto);
      if (other) table.groupWith(row, other);
      return;
    }
    const here = placeOf(table.column(row.column).rows, row);
    if (target && !samePlace(here, target.place)) table.move(row, target.place);
    table.say(target ? 'dropped' : 'back', row.id);
  }

  #end(): void {
    this.#undo?.();
    this.#undo = undefined;
    this.#pointer = undefined;
    cancelAnimationFrame(this.#frame);
    this.drag = undefined;
    this.target = undefined;
    this.#tab = undefined;
  }

  #follow = (now: number): void => {
    if (!this.drag) return;
    const { y } = this.at;
    const from = this.#scroller === document.documentElement ? this.#above : this.#scroller.getBoundingClientRect().top;
    const upTo = this.#scroller === document.documentElement ? innerHeight : from + this.#scroller.clientHeight;
    const over = y < from + EDGE ? y - from - EDGE : y > upTo - EDGE ? y - upTo + EDGE : 0;
    // Over the columns' names the page stands still, or they would move from under the finger.
    if (over !== 0 && !this.#tab) this.#scroller.scrollBy(0, over / 4);
    this.#aim(now);
    this.#frame = requestAnimationFrame(this.#follow);
  };

  #aim(now: number): void {
    const { drag, table } = this;
    if (!drag) return;
    const { x, y } = this.at;
    const under = document.elementFromPoint(x, y);
    const tab = under?.closest<HTMLElement>('[data-tab]')?.dataset.tab;
    if (tab === undefined) this.#tab = undefined;
    else if (this.#tab?.column !== tab) this.#tab = { column: tab, since: now };
    else if (now - this.#tab.since > TAB_RESTS_MS) table.show(tab);
    const next = tab !== undefined ? beginning(tab) : this.#under(under, drag.row, y);
    if (JSON.stringify(next) !== JSON.stringify(this.target)) this.target = next;
  }

  #under(under: Element | null, moving: Row, y: number): Target | undefined {
    const column = under?.closest<HTMLElement>('[data-column]');
    const key = column?.dataset.column;
    if (!column || key === undefined) return undefined;
    const { rows } = this.table.column(key);
    let nearest = under?.closest<HTMLElement>('[data-row]');
    if (!nearest) {
      const elements = [...column.querySelectorAll<HTMLElement>('[data-row]')];
      nearest = elements.findLast((one) => one.getBoundingClientRect().top <= y) ?? elements[0];
    }
    const row = rows.find(({ id }) => id === nearest?.dataset.row);
    if (!nearest || !row) return beginning(key);
    const { top, height, bottom } = nearest.getBoundingClientRect();
    // Below everything: out of a group, behind it.
    if (y > bottom + 24 && rows.at(-1)?.id === row.id) {
      const last = row.kind === 'card' && row.group !== null ? row.group : row.id;
      return last === moving.id ? undefined : { place: { column: key, group: null, after: last } };
    }
    return targetOver(row, half((y - top) / height), moving, rows);
  }
}

const half = (part: number): Half => (part < 0.28 ? 'top' : part > 0.72 ? 'bottom' : 'middle');

const beginning = (column: string): Target => ({ place: { column, group: null, after: null } });

/** What scrolls this element up and down. */
function scrollerOf(element: Element): Element {
  for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(up).overflowY) && up.scrollHeight > up.clientHeight) return up;
  }
  return document.documentElement;
}
