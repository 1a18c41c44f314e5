import { Editor, createNodeFromContent, getSchema } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { describe, expect, it } from 'vitest';
import { schemaExtensions } from './schema.ts';

const schema = getSchema(schemaExtensions);

const fromHtml = (html: string) => (createNodeFromContent(html, schema, { slice: false }) as Node).toJSON();

function editor(content: string): Editor {
  return new Editor({ element: document.createElement('div'), injectCSS: false, extensions: schemaExtensions, content });
}

/** Types character by character, as input rules see it. */
function type(into: Editor, text: string): void {
  for (const character of text) {
    const { from, to } = into.state.selection;
    const plain = () => into.state.tr.insertText(character, from, to);
    if (!into.view.someProp('handleTextInput', (handle) => handle(into.view, from, to, character, plain))) {
      into.view.dispatch(plain());
    }
  }
}

const text = (words: string, ...marks: object[]) => ({ type: 'text', ...(marks.length ? { marks } : {}), text: words });
const paragraph = (...content: object[]) => ({ type: 'paragraph', ...(content.length ? { content } : {}) });
const doc = (...content: object[]) => ({ type: 'doc', content });
const item = (...content: object[]) => ({ type: 'listItem', content });

describe('the closed schema', () => {
  it('keeps the words of everything it does not know', () => {
    const html =
      '<h1>Head</h1><pre><code>let x</code></pre><p><s>struck</s> <u>under</u> <code>code</code> <mark>marked</mark></p>' +
      '<table><tr><td>one</td><td>two</td></tr></table><hr><img src="x.png" alt="a"><script>alert(1)</script>';
    const json = JSON.stringify(fromHtml(html));
    for (const words of ['Head', 'let x', 'struck', 'under', 'code', 'marked', 'one', 'two']) expect(json).toContain(words);
    expect(json).not.toMatch(/strike|underline|"code"|codeBlock|table|image|horizontalRule|alert/);
  });

  it('has headings of the two levels that stand below a section', () => {
    const levels = fromHtml([1, 2, 3, 4, 5, 6].map((n) => `<h${n}>x</h${n}>`).join('')).content.map(
      (heading: { attrs: { level: number } }) => heading.attrs.level
    );
    expect(levels).toEqual([3, 3, 3, 4, 4, 4]);
  });

  it('keeps of a link its address, and of an unsafe link its words', () => {
    const link = { type: 'link', attrs: { href: 'https://example.org/a' } };
    expect(fromHtml('<p><a href="HTTPS://example.org/a" target="_top" rel="opener" class="x" title="t">a</a></p>')).toEqual(
      doc(paragraph(text('a', link)))
    );
    for (const href of ['javascript:alert(1)', 'data:text/html,x', '/stories', '#x', 'https://a@b.example/']) {
      expect(fromHtml(`<p><a href="${href}">a</a></p>`)).toEqual(doc(paragraph(text('a'))));
    }
  });

  it('puts the marks of a text in one order', () => {
    const marks = fromHtml('<p><em><strong><a href="https://example.org/">x</a></strong></em></p>').content[0].content[0].marks;
    expect(marks.map((mark: { type: string }) => mark.type)).toEqual(['link', 'bold', 'italic']);
  });

  it('keeps where a numbered list starts, and nothing else of it', () => {
    expect(fromHtml('<ol start="3" type="a"><li>x</li></ol><ol start="-1"><li>y</li></ol>')).toEqual(
      doc(
        { type: 'orderedList', attrs: { start: 3 }, content: [item(paragraph(text('x')))] },
        { type: 'orderedList', attrs: { start: 1 }, content: [item(paragraph(text('y')))] }
      )
    );
  });
});

describe('writing in it', () => {
  it('shows links that open nothing by themselves and tell the other site nothing', () => {
    const link = editor('<p><a href="https://example.org/">a</a></p>').view.dom.querySelector('a');
    expect(link?.getAttribute('rel')).toBe('nofollow noopener noreferrer');
    expect(link?.hasAttribute('target')).toBe(false);
  });

  it.each([
    ['# ', 'h3'],
    ['## ', 'h4'],
    ['### ', 'h3'],
    ['#### ', 'h4']
  ])('makes a heading of “%s”', (typed, tag) => {
    const writing = editor('<p></p>');
    type(writing, `${typed}What we did`);
    expect(writing.view.dom.querySelector(tag)?.textContent).toBe('What we did');
  });

  it('makes links of whole addresses only', () => {
    const writing = editor('<p></p>');
    type(writing, 'See www.example.org and https://example.org/x and the.is it ');
    const links = [...writing.view.dom.querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['https://www.example.org', 'https://example.org/x']);
  });

  it('lets lists be made, nested, lifted and split though an entry may begin with any block', () => {
    const writing = editor('<p>one</p>');
    writing.chain().setTextSelection(4).toggleBulletList().splitListItem('listItem').run();
    type(writing, 'two');
    writing.commands.sinkListItem('listItem');
    expect(writing.getJSON()).toEqual(
      doc({
        type: 'bulletList',
        content: [
          item(paragraph(text('one')), { type: 'bulletList', content: [item(paragraph(text('two')))] })
        ]
      })
    );
    writing.commands.liftListItem('listItem');
    writing.commands.toggleOrderedList();
    expect(writing.getJSON()).toEqual(
      doc({
        type: 'orderedList',
        attrs: { start: 1 },
        content: [item(paragraph(text('one'))), item(paragraph(text('two')))]
      })
    );
    writing.commands.liftListItem('listItem');
    expect(writing.getJSON().content?.map((block) => block.type)).toEqual(['orderedList', 'paragraph']);
  });
});
