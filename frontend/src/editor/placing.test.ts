import { getSchema } from '@tiptap/core';
import { Node, Slice } from '@tiptap/pm/model';
import { EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { ownPictures } from './pasting.ts';
import { insertPictures, movePicture, removePicture, writeAfter } from './placing.ts';
import { schemaExtensions } from './schema.ts';

const schema = getSchema(schemaExtensions);
const p = (words = '') => ({ type: 'paragraph', ...(words ? { content: [{ type: 'text', text: words }] } : {}) });
const pic = (file: string) => ({ type: 'picture', attrs: { file } });
const list = (...entries: object[][]) => ({ type: 'bulletList', content: entries.map((content) => ({ type: 'listItem', content })) });
const docOf = (...content: object[]) => Node.fromJSON(schema, { type: 'doc', content });

/** The blocks in one line: words, pictures by their names, lists in brackets, the cursor's block marked. */
function shape(node: Node): string {
  if (node.type.name === 'picture') return `<${node.attrs['file']}>`;
  if (node.isTextblock) return node.textContent || '-';
  const inside: string[] = [];
  node.forEach((child) => inside.push(shape(child)));
  return node.type.name === 'doc' ? inside.join(' ') : `[${inside.join(' ')}]`;
}

function stateOf(doc: Node, at?: number): EditorState {
  const state = EditorState.create({ doc });
  return at === undefined ? state : state.apply(state.tr.setSelection(TextSelection.create(doc, at)));
}

function placeOf(doc: Node, file: string): number {
  let found = -1;
  doc.descendants((node, pos) => {
    if (node.type.name === 'picture' && node.attrs['file'] === file) found = pos;
  });
  return found;
}

describe('putting pictures in', () => {
  it.each([
    ['after the paragraph that is being written', docOf(p('one'), p('two')), 3, 'one <a> two'],
    ['before one whose beginning the cursor is at', docOf(p('one'), p('two')), 6, 'one <a> two'],
    ['in place of an empty one, with another to write on in', docOf(p()), 1, '<a> -'],
    ['after the last, with a paragraph to write on in', docOf(p('one')), 4, 'one <a> -'],
    ['within the entry of a list', docOf(list([p('one')], [p('two')])), 4, '[[one <a> -] [two]]']
  ])('goes %s', (_where, doc, at, wanted) => {
    const tr = insertPictures(stateOf(doc, at), ['a']);
    tr.doc.check();
    expect(shape(tr.doc)).toBe(wanted);
    // The cursor is in text again, after it.
    expect(tr.selection.$from.parent.isTextblock).toBe(true);
    expect(tr.selection.from).toBeGreaterThan(placeOf(tr.doc, 'a'));
  });

  it('keeps the picture that is selected, and several in their order', () => {
    const state = stateOf(docOf(p('one'), pic('x'), p('two')));
    const chosen = state.apply(state.tr.setSelection(NodeSelection.create(state.doc, 5)));
    expect(shape(insertPictures(chosen, ['a', 'b']).doc)).toBe('one <x> <a> <b> two');
  });

  it('writes after a picture rather than in its place', () => {
    expect(shape(writeAfter(stateOf(docOf(pic('a'))), 1, 'x').doc)).toBe('<a> x');
    expect(shape(writeAfter(stateOf(docOf(pic('a'), p('two'))), 1, 'x').doc)).toBe('<a> xtwo');
  });
});

describe('moving a picture', () => {
  it.each([
    ['up past a paragraph', docOf(p('one'), p('two'), pic('a')), -1 as const, 'one <a> two'],
    ['down past a list', docOf(pic('a'), list([p('one')]), p('two')), 1 as const, '[[one]] <a> two'],
    ['out of a list at its end, with the entry that held nothing else', docOf(list([p('one')], [pic('a')]), p('two')), 1 as const, '[[one]] <a> two'],
    ['out of a quotation at its beginning', docOf(p('one'), { type: 'blockquote', content: [pic('a'), p('two')] }), -1 as const, 'one <a> [two]']
  ])('goes %s', (_how, doc, by, wanted) => {
    const tr = movePicture(stateOf(doc), placeOf(doc, 'a'), by);
    tr?.doc.check();
    expect(tr && shape(tr.doc)).toBe(wanted);
    expect(tr?.selection instanceof NodeSelection && tr.selection.node.attrs['file']).toBe('a');
  });

  it('stays at the ends', () => {
    const doc = docOf(pic('a'));
    expect(movePicture(stateOf(doc), 0, -1)).toBeUndefined();
    expect(movePicture(stateOf(doc), 0, 1)).toBeUndefined();
  });

  it('is taken out with a list entry that held nothing else, and leaves something to write in', () => {
    const inList = docOf(list([p('one')], [pic('a')]));
    expect(shape(removePicture(stateOf(inList), placeOf(inList, 'a')).doc)).toBe('[[one]]');
    const alone = removePicture(stateOf(docOf(pic('a'))), 0).doc;
    alone.check();
    expect(shape(alone)).toBe('-');
  });
});

describe('pasting pictures of ours', () => {
  it('leaves out those of another story, and what held nothing else', () => {
    const slice = new Slice(docOf(p('one'), pic('theirs'), list([pic('theirs')], [pic('mine')])).content, 0, 0);
    const own = ownPictures(slice, (id) => id === 'mine');
    expect(shape(docOf().copy(own.content))).toBe('one [[<mine>]]');
    expect(ownPictures(slice, () => true)).toBe(slice);
  });
});
