import type { Node } from '@tiptap/pm/model';
import { NodeSelection, Selection, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';

/** Where a picture goes that is put in at `pos`: never into the middle of a sentence. */
function placeAt(doc: Node, pos: number): { from: number; to: number } {
  const $pos = doc.resolve(pos);
  if (!$pos.parent.isTextblock) return { from: pos, to: pos };
  const [before, after] = [$pos.before(), $pos.after()];
  if ($pos.parent.content.size === 0) return { from: before, to: after };
  return $pos.parentOffset === 0 ? { from: before, to: before } : { from: after, to: after };
}

/** Puts pictures in at `at`, or where the cursor is, and the cursor into the text after them. */
export function insertPictures(state: EditorState, files: readonly string[], at?: number): Transaction {
  const { schema, selection } = state;
  const picture = schema.nodes['picture']!;
  const where = at ?? (selection instanceof NodeSelection ? selection.to : selection.$to.pos);
  const { from, to } = placeAt(state.doc, where);
  const nodes = files.map((file) => picture.create({ file }));
  const tr = state.tr.replaceWith(from, to, nodes);
  const end = from + nodes.length;
  if (!tr.doc.resolve(end).nodeAfter?.isTextblock) tr.insert(end, schema.nodes['paragraph']!.create());
  return tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView();
}

/** Where a block at `pos` goes if it moves one block up or down, into the text around its list at an end of that. */
function neighbour(doc: Node, pos: number, by: -1 | 1): number | undefined {
  const $pos = doc.resolve(pos);
  const index = $pos.index();
  const beside = by < 0 ? index > 0 && $pos.parent.child(index - 1) : $pos.parent.maybeChild(index + 1);
  if (beside) return by < 0 ? pos - beside.nodeSize : pos + $pos.parent.child(index).nodeSize + beside.nodeSize;
  for (let depth = $pos.depth; depth > 0; depth--) {
    const around = $pos.node(depth - 1);
    const picture = doc.type.schema.nodes['picture']!;
    const place = by < 0 ? $pos.index(depth - 1) : $pos.indexAfter(depth - 1);
    if (around.canReplaceWith(place, place, picture)) return by < 0 ? $pos.before(depth) : $pos.after(depth);
  }
  return undefined;
}

/** Moves the picture at `pos` past the block before or after it; nothing where it is the first or the last. */
export function movePicture(state: EditorState, pos: number, by: -1 | 1): Transaction | undefined {
  const node = state.doc.nodeAt(pos);
  const target = neighbour(state.doc, pos, by);
  if (!node || target === undefined) return undefined;
  const tr = state.tr.insert(target, node);
  const from = tr.mapping.map(pos);
  tr.deleteRange(from, from + node.nodeSize);
  const there = tr.mapping.slice(1).map(target, -1);
  return tr.setSelection(NodeSelection.create(tr.doc, there)).scrollIntoView();
}

/** Puts typed words into the text that begins at `pos`, after a picture, or into a paragraph of their own there. */
export function writeAfter(state: EditorState, pos: number, text: string): Transaction {
  const { tr, schema } = state;
  if (!tr.doc.resolve(pos).nodeAfter?.isTextblock) tr.insert(pos, schema.nodes['paragraph']!.create());
  tr.insertText(text, pos + 1);
  return tr.setSelection(TextSelection.create(tr.doc, pos + 1 + text.length)).scrollIntoView();
}

/** Takes the picture at `pos` out, with the list entry that would be left empty by it. */
export function removePicture(state: EditorState, pos: number): Transaction {
  const tr = state.tr.deleteRange(pos, pos + 1);
  return tr.setSelection(Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size)))).scrollIntoView();
}
