import type { Editor } from '@tiptap/core';

export interface Tool {
  name: string;
  label: string;
  /** As people press it; "Ctrl" is shown as ⌘ on a Mac. */
  keys?: string;
  /** A letter in its own style, or the path of a drawing on a 24 × 24 grid. */
  drawing: { letter: string; style?: 'bold' | 'italic' | 'small' } | { path: string };
  /** Whether it is switched on where the cursor is; tools without it only do something. */
  isOn?: (editor: Editor) => boolean;
  can: (editor: Editor) => boolean;
  /** Without it the tool opens something: the page decides. */
  run?: (editor: Editor) => void;
}

const always = (): boolean => true;

/** What the schema can hold, in groups. */
export const tools: readonly (readonly Tool[])[] = [
  [
    {
      name: 'heading',
      label: 'Heading',
      keys: 'Ctrl+Alt+3',
      drawing: { letter: 'H' },
      isOn: (editor) => editor.isActive('heading', { level: 3 }),
      can: always,
      run: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run()
    },
    {
      name: 'small-heading',
      label: 'Smaller heading',
      keys: 'Ctrl+Alt+4',
      drawing: { letter: 'H', style: 'small' },
      isOn: (editor) => editor.isActive('heading', { level: 4 }),
      can: always,
      run: (editor) => editor.chain().focus().toggleHeading({ level: 4 }).run()
    }
  ],
  [
    {
      name: 'bold',
      label: 'Bold',
      keys: 'Ctrl+B',
      drawing: { letter: 'B', style: 'bold' },
      isOn: (editor) => editor.isActive('bold'),
      can: always,
      run: (editor) => editor.chain().focus().toggleBold().run()
    },
    {
      name: 'italic',
      label: 'Italic',
      keys: 'Ctrl+I',
      drawing: { letter: 'I', style: 'italic' },
      isOn: (editor) => editor.isActive('italic'),
      can: always,
      run: (editor) => editor.chain().focus().toggleItalic().run()
    },
    {
      name: 'link',
      label: 'Link',
      keys: 'Ctrl+K',
      drawing: {
        path: 'M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1'
      },
      isOn: (editor) => editor.isActive('link'),
      can: always
    },
    {
      name: 'picture',
      label: 'Picture',
      drawing: { path: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9h.1' },
      can: always
    }
  ],
  [
    {
      name: 'bullets',
      label: 'List with points',
      keys: 'Ctrl+Shift+8',
      drawing: { path: 'M9 6h11M9 12h11M9 18h11M4 6h.1M4 12h.1M4 18h.1' },
      isOn: (editor) => editor.isActive('bulletList'),
      can: always,
      run: (editor) => editor.chain().focus().toggleBulletList().run()
    },
    {
      name: 'numbers',
      label: 'Numbered list',
      keys: 'Ctrl+Shift+7',
      drawing: { path: 'M10 6h10M10 12h10M10 18h10M3.500 5 5 4v4.500M3.500 15.500c.6-1 2.500-.8 2.500.5 0 1-2.500 2-2.500 3.500h2.700' },
      isOn: (editor) => editor.isActive('orderedList'),
      can: always,
      run: (editor) => editor.chain().focus().toggleOrderedList().run()
    },
    {
      name: 'quote',
      label: 'Quotation',
      keys: 'Ctrl+Shift+B',
      drawing: { path: 'M9.500 7C6.500 8 5 10 5 13.500V17h5v-5H7.500M18.500 7c-3 1-4.500 3-4.500 6.500V17h5v-5h-2.500' },
      isOn: (editor) => editor.isActive('blockquote'),
      can: always,
      run: (editor) => editor.chain().focus().toggleBlockquote().run()
    }
  ],
  [
    {
      name: 'undo',
      label: 'Undo',
      keys: 'Ctrl+Z',
      drawing: { path: 'M4 9h10.500a5.500 5.500 0 0 1 0 11H8M8 5 4 9l4 4' },
      can: (editor) => editor.can().undo(),
      run: (editor) => editor.chain().focus().undo().run()
    },
    {
      name: 'redo',
      label: 'Redo',
      keys: 'Ctrl+Y',
      drawing: { path: 'M20 9H9.500a5.500 5.500 0 0 0 0 11H16M16 5l4 4-4 4' },
      can: (editor) => editor.can().redo(),
      run: (editor) => editor.chain().focus().redo().run()
    }
  ]
];

const onMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** "Bold (Ctrl+B)", with the keys as they are on this device. */
export function toolTitle({ label, keys }: Tool, mac = onMac()): string {
  if (!keys) return label;
  return `${label} (${mac ? keys.replace('Ctrl+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥') : keys})`;
}
