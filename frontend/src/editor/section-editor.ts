import { Editor, Extension } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { ListKeymap } from '@tiptap/extension-list';
import { Gapcursor, Placeholder } from '@tiptap/extensions';
import type { EditorView } from '@tiptap/pm/view';
import type { Awareness } from 'y-protocols/awareness';
import { type Doc, XmlElement, type XmlFragment, XmlText } from 'yjs';
import { newId } from '#realtime/boards/ids.ts';
import { Carets } from './carets.ts';
import { Pasting } from './pasting.ts';
import { Picture } from './picture.ts';
import { PictureKeys, pictureIn } from './picture-view.svelte.ts';
import { isPicture, type PictureShelf } from './pictures.ts';
import { insertPictures } from './placing.ts';
import { schemaExtensions } from './schema.ts';

export interface SectionToWrite {
  /** Key of the section: the name of its fragment in the document. */
  key: string;
  element: HTMLElement;
  doc: Doc;
  awareness: Awareness;
  editable: boolean;
  placeholder: string;
  /** Ids of the elements that name and explain the section. */
  labelledby: string;
  describedby?: string;
  /** Says a sentence about something that was not taken in. */
  say: (words: string) => void;
  /** The story's pictures: those that are pasted or dropped stand in the text from then on. */
  pictures: PictureShelf;
  /** Takes other files that were pasted or dropped. */
  onFiles?: (files: File[]) => void;
  onFocus?: (editor: Editor) => void;
  /** The keys for a link were pressed, or those that lead to the toolbar. */
  onKeys?: (wanted: 'link' | 'toolbar') => void;
  /** After anything changed: the text, the selection, or whether it has the focus. */
  onChange?: (editor: Editor) => void;
}

/** In pixels: what the bars of the Write page may cover, and a line more. */
const CLEAR = { top: 110, right: 0, bottom: 120, left: 0 };

function shortcuts(onKeys: SectionToWrite['onKeys']): Extension {
  const wants = (wanted: 'link' | 'toolbar') => () => {
    onKeys?.(wanted);
    return onKeys !== undefined;
  };
  return Extension.create({
    name: 'shortcuts',
    addKeyboardShortcuts: () => ({ 'Mod-k': wants('link'), 'Alt-F10': wants('toolbar') })
  });
}

/** Puts pictures into the text, where the cursor is or `at` a place, and has them sent. */
export function putPictures(view: EditorView, shelf: PictureShelf, section: string, files: readonly File[], at?: number): void {
  const ids = files.map(newId);
  shelf.take(files, ids, section);
  view.dispatch(insertPictures(view.state, ids, at));
}

/** An editor for one section of a shared document. Destroy it when the section leaves the page. */
export function sectionEditor(section: SectionToWrite): Editor {
  const { key, doc, awareness, editable, pictures, onFiles, onFocus, onChange } = section;
  const take = (files: File[], view: EditorView, at?: number) => {
    if (!view.editable) return;
    const shown = files.filter(isPicture);
    const others = files.filter((file) => !isPicture(file));
    if (shown.length > 0) putPictures(view, pictures, key, shown, at);
    if (others.length > 0) onFiles?.(others);
  };
  return new Editor({
    element: section.element,
    injectCSS: false,
    editable,
    extensions: [
      ...schemaExtensions.map((one) => (one.name === Picture.name ? pictureIn(pictures, key) : one)),
      ListKeymap,
      PictureKeys,
      Gapcursor,
      shortcuts(section.onKeys),
      Collaboration.configure({ document: doc, field: key }),
      Carets.configure({ awareness }),
      Placeholder.configure({ placeholder: section.placeholder, showOnlyWhenEditable: true }),
      Pasting.configure({ say: section.say, onFiles: take, knows: pictures.knows })
    ],
    editorProps: {
      // The cursor stays clear of the bars at the head and the foot of the page.
      scrollThreshold: CLEAR,
      scrollMargin: CLEAR,
      attributes: {
        class: 'written',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-labelledby': section.labelledby,
        ...(section.describedby ? { 'aria-describedby': section.describedby } : {}),
        lang: 'en-GB',
        spellcheck: 'true'
      }
    },
    onFocus: ({ editor }) => onFocus?.(editor),
    onTransaction: ({ editor }) => onChange?.(editor),
    onBlur: ({ editor }) => onChange?.(editor)
  });
}

const holdsSomething = (node: XmlFragment | XmlElement): boolean =>
  node.toArray().some((child) =>
    child instanceof XmlText
      ? child.length > 0
      : child instanceof XmlElement && (child.nodeName === Picture.name || holdsSomething(child))
  );

const textIn = (node: XmlFragment | XmlElement): string =>
  node
    .toArray()
    .map((child) => {
      if (child instanceof XmlElement) return textIn(child);
      if (!(child instanceof XmlText)) return '';
      return (child.toDelta() as { insert?: unknown }[]).map(({ insert }) => (typeof insert === 'string' ? insert : ' ')).join('');
    })
    .join(' ');

/** What is written in a section of a document, in one line without its form. */
export const plainText = (doc: Doc, key: string): string => textIn(doc.getXmlFragment(key)).replace(/\s+/g, ' ').trim();

/** Whether anything is written in a section of a document, or a picture stands in it. */
export const isWritten = (doc: Doc, key: string): boolean => holdsSomething(doc.getXmlFragment(key));

/** The section of a document in which each picture stands. */
export function picturesIn(doc: Doc): Map<string, string> {
  const found = new Map<string, string>();
  const look = (node: XmlFragment | XmlElement, section: string) => {
    for (const child of node.toArray()) {
      if (!(child instanceof XmlElement)) continue;
      if (child.nodeName === Picture.name) found.set(String(child.getAttribute('file')), section);
      else look(child, section);
    }
  };
  for (const section of doc.share.keys()) look(doc.getXmlFragment(section), section);
  return found;
}
