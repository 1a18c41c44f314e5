import { getSchema } from '@tiptap/core';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { copyText, copyTextOf } from './copy-text.ts';
import { schemaExtensions } from './schema.ts';

const schema = getSchema(schemaExtensions);
const p = (...content: object[]) => ({ type: 'paragraph', content });
const text = (words: string, ...marks: object[]) => ({ type: 'text', text: words, marks });
const item = (...content: object[]) => ({ type: 'listItem', content });

it('writes a document down as Markdown that people can keep', () => {
  const doc = new Y.Doc();
  const write = (key: string, ...content: object[]) =>
    prosemirrorJSONToYXmlFragment(schema, { type: 'doc', content }, doc.getXmlFragment(key));
  write('context', p(text('Plain, '), text('bold ', { type: 'bold' }), text('slanted', { type: 'italic' })), p());
  write(
    'did',
    { type: 'heading', attrs: { level: 3 }, content: [text('First')] },
    { type: 'bulletList', content: [item(p(text('one'))), item(p(text('two')), { type: 'orderedList', attrs: { start: 3 }, content: [item(p(text('deep')))] })] },
    { type: 'blockquote', content: [p(text('They said so.'))] },
    p(text('a link', { type: 'link', attrs: { href: 'https://example.org/' } }), { type: 'hardBreak' }, text('next line'))
  );
  write('empty', p());
  const sections = [
    { key: 'context', title: 'Context' },
    { key: 'did', title: 'What we did' },
    { key: 'empty', title: 'Advice' }
  ];
  const expected = `# Quiet starts

## Context

Plain, **bold** *slanted*

## What we did

### First

- one
- two

  3. deep

> They said so.

[a link](https://example.org/)
next line
`;
  expect(copyText(doc, 'Quiet starts', sections)).toBe(expected);
  expect(copyTextOf(Y.encodeStateAsUpdate(doc), 'Quiet starts', sections)).toBe(expected);
});

it('needs no sections to find what was written', () => {
  const doc = new Y.Doc();
  const content = [p(text('Kept.'))];
  prosemirrorJSONToYXmlFragment(schema, { type: 'doc', content }, doc.getXmlFragment('advice'));
  expect(copyTextOf(Y.encodeStateAsUpdate(doc), 'T')).toBe('# T\n\n## advice\n\nKept.\n');
});

it('has nothing to say of an empty document or of bytes that are none', () => {
  expect(copyText(new Y.Doc(), 'T', [{ key: 'a', title: 'A' }])).toBe('');
  expect(copyTextOf(new Uint8Array([9, 9, 9]), 'T', [{ key: 'a', title: 'A' }])).toBe('');
});
