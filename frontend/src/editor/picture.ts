import { mergeAttributes, Node } from '@tiptap/core';

/** How a text names the file of a picture, as `app/content/normalising.py` has it. */
const FILE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isFileId = (id: string | null): id is string => id !== null && FILE_ID.test(id);

/**
 * A picture in its place in the text: the id of a file of the same story, and nothing else. Its address, its size
 * and what it shows are looked up where it is seen, so that nothing from elsewhere can be shown or asked for.
 */
export const Picture = Node.create({
  name: 'picture',
  group: 'block',
  atom: true,
  selectable: true,
  draggable: true,

  addAttributes() {
    return {
      file: {
        // Without it a picture that says nothing of its file would be deleted from the shared document.
        default: '',
        parseHTML: (element) => element.getAttribute('data-picture'),
        renderHTML: ({ file }) => ({ 'data-picture': file as string })
      }
    };
  },

  parseHTML() {
    return [{ tag: 'figure[data-picture]', getAttrs: (element) => isFileId(element.getAttribute('data-picture')) && null }];
  },

  renderHTML({ HTMLAttributes }) {
    return ['figure', mergeAttributes(HTMLAttributes)];
  }
});
