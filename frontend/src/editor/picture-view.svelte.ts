import { Extension, type NodeViewRenderer } from '@tiptap/core';
import { NodeSelection, Plugin, Selection } from '@tiptap/pm/state';
import { mount, unmount } from 'svelte';
import { announce } from '#ui/announcer.svelte.ts';
import { Picture } from './picture.ts';
import PictureView from './PictureView.svelte';
import type { PictureShelf } from './pictures.ts';
import { movePicture, removePicture, writeAfter } from './placing.ts';

const KEYS = 'Enter to say what it shows, Delete to take it out, Alt and the arrows to move it.';

interface Placed {
  describe: () => void;
}

/** By what stands for it on the page. */
const placed = new WeakMap<globalThis.Node, Placed>();

function viewOf(shelf: PictureShelf, section: string): NodeViewRenderer {
  return ({ node: first, view, editor, getPos }) => {
    const dom = document.createElement('figure');
    dom.className = 'picture';
    const selected = () => view.state.selection instanceof NodeSelection && view.state.selection.from === getPos();
    const props = $state({
      file: first.attrs['file'] as string,
      section,
      shelf,
      selected: false,
      editable: editor.isEditable,
      onmove: (by: -1 | 1) => {
        const pos = getPos();
        const tr = pos === undefined ? undefined : movePicture(view.state, pos, by);
        if (tr) view.dispatch(tr);
        announce(tr ? `Moved ${by < 0 ? 'up' : 'down'}.` : `It is the ${by < 0 ? 'first' : 'last'} in this part.`);
      },
      onremove: () => {
        const pos = getPos();
        if (pos === undefined) return;
        if (shelf.of(props.file).is !== 'here') shelf.cancel(props.file);
        view.dispatch(removePicture(view.state, pos));
        view.focus();
      },
      onreplace: (file: string) => {
        const pos = getPos();
        if (pos !== undefined && file !== props.file) view.dispatch(view.state.tr.setNodeAttribute(pos, 'file', file));
      },
      /** From its words on to the text, or back to the picture. */
      onleave: (on: boolean) => {
        const pos = getPos();
        if (pos === undefined) return;
        const { doc, tr } = view.state;
        const selection = on ? Selection.near(doc.resolve(pos + 1)) : NodeSelection.create(doc, pos);
        view.dispatch(tr.setSelection(selection).scrollIntoView());
        view.focus();
      }
    });
    const shown = mount(PictureView, { target: dom, props });
    placed.set(dom, shown as Placed);
    const look = () => (props.editable = editor.isEditable);
    editor.on('update', look);
    editor.on('transaction', look);
    return {
      dom,
      update: (node) => {
        if (node.type.name !== Picture.name) return false;
        props.file = node.attrs['file'] as string;
        props.editable = editor.isEditable;
        return true;
      },
      selectNode: () => {
        props.selected = true;
        dom.classList.add('chosen');
        const state = shelf.of(props.file);
        const words = state.is === 'here' && state.description ? `: ${state.description}` : '';
        if (selected() && editor.isEditable) announce(`Picture${words}. ${KEYS}`);
      },
      deselectNode: () => {
        props.selected = false;
        dom.classList.remove('chosen');
      },
      // What is typed into its words, and its buttons, are its own.
      stopEvent: (event) => event.target instanceof Element && event.target.closest('input, textarea, button, label') !== null,
      ignoreMutation: () => true,
      destroy: () => {
        editor.off('update', look);
        editor.off('transaction', look);
        void unmount(shown);
      }
    };
  };
}

/** The picture as it is written with: shown in its place, described, moved and taken out, by keyboard too. */
export const pictureIn = (shelf: PictureShelf, section: string) =>
  Picture.extend({ addNodeView: () => viewOf(shelf, section) });

/** The keys for the picture that is selected. */
export const PictureKeys = Extension.create({
  name: 'pictureKeys',
  priority: 1_000,

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          // Otherwise what is typed would stand in place of the picture.
          handleTextInput(view, _from, _to, text) {
            const { selection } = view.state;
            if (!(selection instanceof NodeSelection) || selection.node.type.name !== Picture.name) return false;
            view.dispatch(writeAfter(view.state, selection.to, text));
            return true;
          }
        }
      })
    ];
  },

  addKeyboardShortcuts() {
    const at = (): number | undefined => {
      const { selection } = this.editor.state;
      return selection instanceof NodeSelection && selection.node.type.name === Picture.name ? selection.from : undefined;
    };
    const move = (by: -1 | 1) => () => {
      const pos = at();
      if (pos === undefined) return false;
      const tr = movePicture(this.editor.state, pos, by);
      if (tr) this.editor.view.dispatch(tr);
      announce(tr ? `Moved ${by < 0 ? 'up' : 'down'}.` : `It is the ${by < 0 ? 'first' : 'last'} in this part.`);
      return true;
    };
    return {
      'Alt-ArrowUp': move(-1),
      'Alt-ArrowDown': move(1),
      Enter: () => {
        const pos = at();
        if (pos === undefined) return false;
        const dom = this.editor.view.nodeDOM(pos);
        if (dom) placed.get(dom)?.describe();
        return true;
      }
    };
  }
});
