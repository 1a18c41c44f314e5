import { Extension } from '@tiptap/core';
import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { cleanPaste, hasWords } from './clean-paste.ts';

export const NO_PICTURES =
  'This picture did not come along. Save it on your device first, then add it with the picture button.';
export const NO_FILES = 'Files cannot be added here. Copy the words out of it and paste those.';
export const PICTURES_LEFT_OUT =
  'The words are in, without their pictures. Save those on your device, then add them with the picture button.';
export const ELSEWHERE =
  'Pictures of another story did not come along. Save them on your device, then add them with the picture button.';

export interface PasteOptions {
  /** Says a sentence about what was not taken in. */
  say: (words: string) => void;
  /** Takes files that were pasted or dropped, and says so; without it they are refused. */
  onFiles?: (files: File[], view: EditorView, at?: number) => void;
  /** Whether a picture that is pasted as one of ours is one of this story; without it all are. */
  knows?: (picture: string) => boolean;
}

/** What is pasted without the pictures that are not of this story. */
export function ownPictures(slice: Slice, knows: (picture: string) => boolean): Slice {
  let left = false;
  const own = (content: Fragment): Fragment => {
    const nodes: Node[] = [];
    content.forEach((node) => {
      if (node.type.name === 'picture' && !knows(node.attrs['file'] as string)) left = true;
      else {
        const inside = own(node.content);
        // What held nothing else would be against the schema without it.
        if (node.isLeaf || node.isTextblock || inside.childCount > 0) nodes.push(node.copy(inside));
      }
    });
    return Fragment.fromArray(nodes);
  };
  const content = own(slice.content);
  return left ? Slice.maxOpen(content) : slice;
}

/** The files of a paste or a drop that has no words: beside words they are only a picture of them. */
export function filesIn(data: DataTransfer | null): File[] {
  if (!data) return [];
  const html = data.getData('text/html');
  const words = html ? hasWords(html) : data.getData('text/plain').trim() !== '';
  return words ? [] : [...data.files];
}

/** What of a paste or a drop cannot be taken in at all, in words; nothing where its words can be. */
export function refusal(data: DataTransfer | null): string | undefined {
  if (!data) return undefined;
  const html = data.getData('text/html');
  if (html ? hasWords(html) : data.getData('text/plain').trim()) return undefined;
  const files = [...data.files];
  if (files.length > 0) return files.every((file) => file.type.startsWith('image/')) ? NO_PICTURES : NO_FILES;
  return /<(img|picture|svg|video|canvas)\b/i.test(html) ? NO_PICTURES : undefined;
}

/** Pasting and dropping: words come in clean; pictures and files go to whoever takes them, or are refused with a sentence. */
export const Pasting = Extension.create<PasteOptions>({
  name: 'pasting',

  addOptions: () => ({ say: () => {}, onFiles: undefined, knows: undefined }),

  addProseMirrorPlugins() {
    const { say, onFiles, knows } = this.options;
    const refuse = (view: EditorView, event: Event, data: DataTransfer | null, at?: number): boolean => {
      const files = onFiles ? filesIn(data) : [];
      if (files.length > 0) {
        event.preventDefault();
        onFiles?.(files, view, at);
        return true;
      }
      const words = refusal(data);
      if (!words) return false;
      event.preventDefault();
      say(words);
      return true;
    };
    return [
      new Plugin({
        props: {
          transformPastedHTML(html, view) {
            // Moving text about inside the editor needs no cleaning, and must not lose anything by it.
            if (view.dragging || html.includes('data-pm-slice')) return html;
            const cleaned = cleanPaste(html);
            if (cleaned.pictures) say(PICTURES_LEFT_OUT);
            return cleaned.html;
          },
          transformPasted(slice) {
            if (!knows) return slice;
            const own = ownPictures(slice, knows);
            if (own !== slice) say(ELSEWHERE);
            return own;
          },
          handlePaste: (view, event) => refuse(view, event, event.clipboardData),
          handleDOMEvents: {
            // Before anything else: a browser would open a dropped file in place of the page.
            drop: (view, event) => {
              if (view.dragging) return false;
              const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
              return refuse(view, event, event.dataTransfer, at);
            }
          }
        }
      })
    ];
  }
});
