import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { cleanPaste, hasWords } from './clean-paste.ts';

export const NO_PICTURES =
  'This picture did not come along. Save it on your device first, then add it to the files below the text.';
export const NO_FILES = 'Files cannot be added here. Copy the words out of it and paste those.';
export const PICTURES_LEFT_OUT =
  'The words are in, without their pictures. Save those on your device, then add them to the files below the text.';

export interface PasteOptions {
  /** Says a sentence about what was not taken in. */
  say: (words: string) => void;
  /** Takes files that were pasted or dropped, and says so; without it they are refused. */
  onFiles?: (files: File[]) => void;
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

  addOptions: () => ({ say: () => {}, onFiles: undefined }),

  addProseMirrorPlugins() {
    const { say, onFiles } = this.options;
    const refuse = (event: Event, data: DataTransfer | null): boolean => {
      const files = onFiles ? filesIn(data) : [];
      if (files.length > 0) {
        event.preventDefault();
        onFiles?.(files);
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
          handlePaste: (_view, event) => refuse(event, event.clipboardData),
          handleDOMEvents: {
            // Before anything else: a browser would open a dropped file in place of the page.
            drop: (_view, event) => refuse(event, event.dataTransfer)
          }
        }
      })
    ];
  }
});
