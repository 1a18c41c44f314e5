import type { Editor } from '@tiptap/core';

/** The section that is being written, and what stands at its cursor, for the toolbar beside all of them. */
export class ActiveEditor {
  /** Key of the section that had the focus last. */
  key = $state<string>();
  /** Whether the focus is in a section now. */
  focused = $state(false);
  #editor = $state.raw<Editor>();
  #turn = $state(0);

  /** A section got the focus. */
  entered(key: string, editor: Editor): void {
    this.key = key;
    this.#editor = editor;
    this.focused = true;
    this.#turn++;
  }

  /** Something changed in a section: its text, its selection, or whether it has the focus. */
  changed(editor: Editor): void {
    if (editor !== this.#editor) return;
    this.focused = editor.isFocused;
    this.#turn++;
  }

  left(editor: Editor): void {
    if (editor !== this.#editor) return;
    this.#editor = undefined;
    this.focused = false;
  }

  /** The editor itself, to be asked now and not kept. */
  get editor(): Editor | undefined {
    return this.#turn >= 0 ? this.#editor : undefined;
  }
}
