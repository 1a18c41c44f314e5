/**
 * The closed schema of written text: all that a section can hold, and nothing else. The same schema stands in
 * `app/content/nodes.py`; what one side writes the other reads, and tests hold them together. A change to either
 * needs the other and a new SCHEMA_VERSION, because a browser deletes from a shared document what its own schema
 * does not know.
 *
 * For the same reason no node asks for more of its content than that there is some (Tiptap wants a paragraph first
 * in a list entry): two people's edits, each right by itself, could together break such a rule, and the text that
 * broke it would be gone.
 */
import { textblockTypeInputRule, type Extensions } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { Link } from '@tiptap/extension-link';
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';
import { safeHref } from './links.ts';
import { Picture } from './picture.ts';

export const SCHEMA_VERSION = 2;

/**
 * Levels 3 and 4, because that is what they are on the page: the story's title is its h1, a section's title its h2.
 * Headings pasted or typed at other levels become one of the two.
 */
const SectionHeading = Heading.extend({
  addAttributes() {
    return { level: { default: 3, rendered: false } };
  },
  parseHTML() {
    return [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: level < 4 ? 3 : 4 } }));
  },
  addInputRules() {
    return [
      textblockTypeInputRule({ find: /^(?:#|###)\s$/, type: this.type, getAttributes: { level: 3 } }),
      textblockTypeInputRule({ find: /^(?:##|####)\s$/, type: this.type, getAttributes: { level: 4 } })
    ];
  }
}).configure({ levels: [3, 4] });

const NumberedList = OrderedList.extend({
  addAttributes() {
    return {
      start: {
        default: 1,
        parseHTML: (element) => {
          const start = Number.parseInt(element.getAttribute('start') ?? '', 10);
          return start >= 0 && start <= 999_999 ? start : 1;
        }
      }
    };
  }
});

/** An address and nothing else: where a link opens and what it tells the other site is not the writer's to choose. */
const SafeLink = Link.extend({
  addAttributes() {
    return { href: { default: null, parseHTML: (element) => safeHref(element.getAttribute('href')) } };
  },
  parseHTML() {
    return [
      { tag: 'a[href]', getAttrs: (element) => (safeHref(element.getAttribute('href')) === null ? false : null) }
    ];
  }
}).configure({
  openOnClick: false,
  defaultProtocol: 'https',
  HTMLAttributes: { target: null, rel: 'nofollow noopener noreferrer', class: null },
  // While typing it is asked about words like “www.example.org”, to which the protocol is then added.
  isAllowedUri: (url) => safeHref(url) !== null || (!/^[a-z][a-z0-9+.-]*:/i.test(url) && safeHref(`https://${url}`) !== null),
  // “… the hall.is it” is no address, whatever countries there are.
  shouldAutoLink: (url) => /^(https?:\/\/|www\.)/i.test(url)
});

/** In the order of marks on a text: links, then bold, then italic. */
export const schemaExtensions: Extensions = [
  Document,
  Paragraph,
  SectionHeading,
  BulletList,
  NumberedList,
  ListItem.extend({ content: 'block+' }),
  Blockquote,
  Picture,
  HardBreak,
  Text,
  SafeLink,
  Bold,
  Italic
];
