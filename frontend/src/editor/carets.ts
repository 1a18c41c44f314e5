import { Extension } from '@tiptap/core';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';

export interface CaretsOptions {
  awareness: Awareness | null;
}

interface User {
  name?: unknown;
  colour?: unknown;
}

/** One of the seven colours of people, as the server gave it out. */
const hueClass = (user: User): string => `hue-${typeof user.colour === 'number' ? (Math.abs(Math.trunc(user.colour)) % 7) + 1 : 1}`;

function caret(user: User): HTMLElement {
  const element = document.createElement('span');
  element.className = `caret ${hueClass(user)}`;
  // Listeners hear who is in which section from the page itself; here a name would be read as part of the text.
  element.setAttribute('aria-hidden', 'true');
  const flag = document.createElement('span');
  flag.className = 'flag';
  flag.textContent = typeof user.name === 'string' ? user.name : '';
  element.append(flag);
  return element;
}

/**
 * Where the others are, with their names. One awareness serves all editors of a page: each shows the carets
 * that stand in its own fragment. (Tiptap's own extension announces the person once more for each editor.)
 */
export const Carets = Extension.create<CaretsOptions>({
  name: 'carets',
  priority: 999,

  addOptions: () => ({ awareness: null }),

  addProseMirrorPlugins() {
    const { awareness } = this.options;
    if (!awareness) return [];
    return [
      yCursorPlugin(awareness, {
        cursorBuilder: caret,
        selectionBuilder: (user: User) => ({ class: `selected ${hueClass(user)}` })
      })
    ];
  }
});
