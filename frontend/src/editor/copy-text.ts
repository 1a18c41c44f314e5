import * as Y from 'yjs';

interface Titled {
  key: string;
  title: string;
}

interface Delta {
  insert: unknown;
  attributes?: { bold?: unknown; italic?: unknown; link?: { href?: string } };
}

const SPACE = /^(\s*)(.*?)(\s*)$/s;

function inline(text: Y.XmlText): string {
  return (text.toDelta() as Delta[])
    .map(({ insert, attributes = {} }) => {
      if (typeof insert !== 'string') return '';
      const [, before = '', words = '', after = ''] = SPACE.exec(insert) ?? [];
      if (!words) return insert;
      let marked = words;
      if (attributes.italic) marked = `*${marked}*`;
      if (attributes.bold) marked = `**${marked}**`;
      if (attributes.link?.href) marked = `[${marked}](${attributes.link.href})`;
      return before + marked + after;
    })
    .join('');
}

type Child = Y.XmlElement | Y.XmlText | Y.XmlHook;

const children = (node: Y.XmlElement | Y.XmlFragment): Child[] => node.toArray() as Child[];

const words = (node: Y.XmlElement): string =>
  children(node)
    .map((child) => (child instanceof Y.XmlText ? inline(child) : child instanceof Y.XmlElement && child.nodeName === 'hardBreak' ? '\n' : ''))
    .join('');

const indented = (text: string, by: string): string => text.replace(/\n(?=.)/g, `\n${by}`);

function list(node: Y.XmlElement, marker: (index: number) => string): string {
  return children(node)
    .filter((item) => item instanceof Y.XmlElement)
    .map((item, index) => {
      const start = marker(index);
      return start + indented(blocks(item), ' '.repeat(start.length));
    })
    .join('\n');
}

function block(node: Y.XmlElement): string {
  switch (node.nodeName) {
    case 'heading':
      return `${'#'.repeat(Number(node.getAttribute('level') ?? 3))} ${words(node)}`;
    case 'bulletList':
      return list(node, () => '- ');
    case 'orderedList':
      return list(node, (index) => `${Number(node.getAttribute('start') ?? 1) + index}. `);
    case 'blockquote':
      return blocks(node).replace(/^/gm, '> ');
    case 'picture':
      return '(a picture)';
    default:
      return words(node);
  }
}

const blocks = (node: Y.XmlElement | Y.XmlFragment): string =>
  children(node)
    .map((child) => (child instanceof Y.XmlElement ? block(child) : child instanceof Y.XmlText ? inline(child) : ''))
    .filter((text) => text.trim())
    .join('\n\n');

/**
 * A document as Markdown for somebody to copy and keep, section by section; empty where nothing is written.
 * The server's own Markdown is what readers see; this one is for when the server cannot be asked.
 */
export function copyText(doc: Y.Doc, title: string, sections: readonly Titled[]): string {
  const written = sections
    .map((section) => ({ title: section.title, text: blocks(doc.getXmlFragment(section.key)) }))
    .filter((section) => section.text)
    .map((section) => `## ${section.title}\n\n${section.text}`);
  return written.length > 0 ? [`# ${title}`, ...written].join('\n\n') + '\n' : '';
}

/**
 * The same of a document that is held as one Yjs update; empty if it cannot be read. Without sections to go by,
 * everything that is in it, under its keys.
 */
export function copyTextOf(update: Uint8Array, title: string, sections?: readonly Titled[]): string {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, update);
    return copyText(doc, title, sections ?? [...doc.share.keys()].map((key) => ({ key, title: key })));
  } catch {
    return '';
  } finally {
    doc.destroy();
  }
}
