/**
 * Tiptap's and Yjs's own reading and writing of documents, for the Python tests to be held against: run by Node, a
 * question a line on stdin, its answer a line on stdout. Not part of the site.
 */
import { createInterface } from 'node:readline';
import { getSchema } from '@tiptap/core';
import { Fragment, Node, Slice, type NodeType } from '@tiptap/pm/model';
import { Transform, findWrapping, liftTarget } from '@tiptap/pm/transform';
import {
  initProseMirrorDoc,
  prosemirrorJSONToYXmlFragment,
  updateYFragment,
  yXmlFragmentToProseMirrorRootNode
} from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { safeHref } from './links.ts';
import { SCHEMA_VERSION, schemaExtensions } from './schema.ts';

type Json = Record<string, unknown>;

const schema = getSchema(schemaExtensions);
const SECTION = 'context';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

function load(update: string): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Buffer.from(update, 'base64'));
  return doc;
}

/** As the editor shows it. What the schema refuses is deleted from the document, as the editor does. */
const shown = (doc: Y.Doc, key: string): Json =>
  yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment(key), schema).toJSON() as Json;

const replica = (doc: Y.Doc) => ({
  update: base64(Y.encodeStateAsUpdate(doc)),
  stateVector: base64(Y.encodeStateVector(doc)),
  snapshot: base64(Y.encodeSnapshot(Y.snapshot(doc)))
});

function describe(): Json {
  const attributes = (spec: { attrs?: Json | null }) => Object.keys(spec.attrs ?? {});
  const entries = Object.entries;
  return {
    version: SCHEMA_VERSION,
    nodes: Object.fromEntries(entries(schema.nodes).map(([name, type]) => [name, attributes(type.spec)])),
    marks: Object.fromEntries(entries(schema.marks).map(([name, type]) => [name, attributes(type.spec)]))
  };
}

function write(sections: Record<string, Json>): Json {
  const doc = new Y.Doc();
  for (const [key, json] of Object.entries(sections)) {
    prosemirrorJSONToYXmlFragment(schema, json, doc.getXmlFragment(key));
  }
  return replica(doc);
}

function read(update: string, keys: string[]): Json {
  const doc = load(update);
  return Object.fromEntries(keys.map((key) => [key, shown(doc, key)]));
}

/** Whether ProseMirror finds the document whole, and how it writes it. */
function check(json: Json): Json {
  const node = Node.fromJSON(schema, json);
  node.check();
  return node.toJSON() as Json;
}

/** Numbers from 0 up to 1, always the same for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** No browser lets anyone cut an emoji into its two halves, and Yjs cannot hold one half. */
function hasWholeCharacters(doc: Node): boolean {
  let whole = true;
  doc.descendants((node) => {
    whole &&= node.text?.isWellFormed() ?? true;
  });
  return whole;
}

/** What a document is after one thing that a writer may do somewhere in it, or null if that cannot be done there. */
function edited(node: Node, chance: () => number): Node | null {
  const tr = new Transform(node);
  const pick = <T>(choices: T[]): T => choices[Math.floor(chance() * choices.length)] as T;
  const at = () => Math.floor(chance() * (node.content.size + 1));
  const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
  const near = Math.min(to, from + 12);
  const mark = pick([
    schema.mark('bold'),
    schema.mark('italic'),
    schema.mark('link', { href: 'https://example.org/' }),
    schema.mark('link', { href: 'mailto:office@school.example' })
  ]);
  const range = node.resolve(from).blockRange(node.resolve(near));
  const type = (name: string) => schema.nodes[name] as NodeType;
  const actions = [
    () => tr.replaceWith(from, from, schema.text(pick(['and', ' 😀', 'é ', 'and then ']))),
    () => tr.replaceWith(from, from, schema.text('typed', [mark])),
    () => tr.delete(from, near),
    () => tr.delete(from, Math.min(to, from + 60)),
    () => tr.addMark(from, near, mark),
    () => tr.removeMark(from, near, mark),
    () => tr.split(from, 1 + Math.floor(chance() * 2)),
    () => tr.join(from),
    () => tr.insert(from, schema.node('hardBreak')),
    () => tr.insert(from, schema.node('picture', { file: pick(['0b0e1a2c-3d4f-4a5b-8c6d-7e8f9a0b1c2d', 'ffffffff-0000-4000-8000-000000000000']) })),
    () => {
      const wrapping = range && findWrapping(range, type(pick(['blockquote', 'bulletList', 'orderedList'])));
      if (range && wrapping) tr.wrap(range, wrapping);
    },
    () => {
      const target = range && liftTarget(range);
      if (range && typeof target === 'number') tr.lift(range, target);
    },
    () => tr.setBlockType(from, near, type('heading'), { level: pick([3, 4]) }),
    () => tr.setBlockType(from, near, type('paragraph')),
    () => tr.replace(from, near, new Slice(Fragment.from(schema.node('paragraph', null, schema.text('pasted'))), 0, 0))
  ];
  try {
    pick(actions)();
    tr.doc.check();
    return tr.docChanged && hasWholeCharacters(tr.doc) ? tr.doc : null;
  } catch {
    return null;
  }
}

function editApart(doc: Y.Doc, edits: number, chance: () => number): void {
  const fragment = doc.getXmlFragment(SECTION);
  for (let done = 0; done < edits; done++) {
    const { doc: node, meta } = initProseMirrorDoc(fragment, schema);
    const next = edited(node, chance);
    if (next) doc.transact(() => updateYFragment(doc, fragment, next, meta));
  }
}

/**
 * People start from one document, write without hearing of each other, then hear of everything in different orders.
 * Yjs and the editor tidy what has been merged (formatting that formats nothing, text beside text), each for itself;
 * that is heard of too, until there is no more.
 */
function apart(update: string, people: number, edits: number, seed: number): Json {
  const chance = random(seed);
  const docs = Array.from({ length: people }, () => load(update));
  docs.forEach((doc) => editApart(doc, edits, chance));
  const rounds: Json[] = [];
  for (let before = ''; rounds.length < 6; ) {
    const heard = docs.map((doc) => Y.encodeStateAsUpdate(doc));
    docs.forEach((doc, number) => {
      [...heard.slice(number), ...heard.slice(0, number)].forEach((update) => Y.applyUpdate(doc, update));
    });
    const merged = docs.map(replica);
    rounds.push({ merged, shown: docs.map((doc) => shown(doc, SECTION)), tidied: docs.map(replica) });
    const after = JSON.stringify(docs.map((doc) => base64(Y.encodeSnapshot(Y.snapshot(doc)))));
    if (after === before) break;
    before = after;
  }
  return { rounds };
}

/** A document as no editor makes it: any kind of shared type in any place, under any name, with any attribute. */
function hostile(seed: number): Json {
  const chance = random(seed);
  const pick = <T>(choices: T[]): T => choices[Math.floor(chance() * choices.length)] as T;
  const value = () => pick<unknown>([null, true, NaN, 1e300, 10n ** 18n, '', 'x', {}, { href: 'javascript:x' }, [1], { a: [{}] }]);
  const name = () => pick(['paragraph', 'heading', 'bulletList', 'listItem', 'blockquote', 'picture', 'hardBreak', 'text', 'doc', 'img', '', '<b>']);
  const words = () => pick(['x', 'word ', '\n', '\0', '\ud83d', '\u202e', '😀', ' '.repeat(3)]);
  const inText = (text: Y.Text | Y.XmlText, depth: number) => {
    for (let done = 0; done < 4; done++) {
      const attributes = pick([{}, { bold: {} }, { bold: null }, { italic: 7, link: 'x' }, { link: { href: 'data:x' } }, { ['x--y']: {} }]);
      const at = Math.floor(chance() * (text.length + 1));
      pick([
        () => text.insert(at, words(), attributes),
        () => text.insertEmbed(at, pick<object>([{ image: 'x' }, new Y.Map(), new Y.XmlElement('p'), new Y.XmlText('deep')])),
        () => text.delete(0, Math.min(text.length, 2)),
        () => (text instanceof Y.XmlText && depth ? text.setAttribute('a', 'b') : undefined)
      ])();
    }
  };
  let left = 60;
  const inFragment = (parent: Y.XmlFragment | Y.XmlElement, depth: number) => {
    for (let done = Math.floor(chance() * 4); done >= 0 && left > 0; done--, left--) {
      const child = depth && chance() < 0.7 ? new Y.XmlElement(name()) : chance() < 0.9 ? new Y.XmlText() : new Y.XmlFragment();
      parent.insert(Math.floor(chance() * (parent.length + 1)), [child as Y.XmlElement]);
      if (child instanceof Y.XmlElement) {
        child.setAttribute(pick(['level', 'start', 'href', 'file', '']), value() as string);
        if (chance() < 0.1) child.setAttribute('level', new Y.Map() as unknown as string);
      }
      if (child instanceof Y.XmlText) inText(child, depth);
      else inFragment(child, depth - 1);
    }
    if (chance() < 0.2) parent.delete(0, 1);
  };
  const doc = new Y.Doc();
  const root = pick<() => void>([
    () => inText(doc.getText(SECTION), 2),
    () => doc.getMap(SECTION).set(name(), pick<unknown>([value(), new Y.XmlElement('paragraph'), new Y.Array()])),
    () => doc.getArray(SECTION).push([value(), new Y.Text('x'), new Y.Map(), new Y.Doc(), new Uint8Array(3), new Y.XmlElement('paragraph')]),
    () => inFragment(doc.getXmlFragment(SECTION), 4),
    () => inFragment(doc.getXmlFragment(SECTION), 60)
  ]);
  for (let done = 0; done < 3; done++) {
    try {
      root();
    } catch {
      // Yjs itself refuses some of it; what was done before stays in.
    }
  }
  return replica(doc);
}

interface Question {
  do: string;
  update: string;
  keys: string[];
  sections: Record<string, Json>;
  document: Json;
  hrefs: string[];
  people: number;
  edits: number;
  seed: number;
}

function answer(question: Question): unknown {
  switch (question.do) {
    case 'describe':
      return describe();
    case 'write':
      return write(question.sections);
    case 'read':
      return read(question.update, question.keys);
    case 'check':
      return check(question.document);
    case 'links':
      return question.hrefs.map(safeHref);
    case 'hostile':
      return hostile(question.seed);
    case 'apart':
      return apart(question.update, question.people, question.edits, question.seed);
    default:
      throw new Error(`Nothing to do for “${question.do}”`);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply: Json;
  try {
    reply = { answer: answer(JSON.parse(line) as Question) };
  } catch (error) {
    reply = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
