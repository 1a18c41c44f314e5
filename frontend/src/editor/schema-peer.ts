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
    return tr.docChanged ? tr.doc : null;
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

/** People start from one document, write without hearing of each other, then hear everything in different orders. */
function apart(update: string, people: number, edits: number, seed: number): Json {
  const chance = random(seed);
  const docs = Array.from({ length: people }, () => load(update));
  const typed = docs.map((doc) => {
    editApart(doc, edits, chance);
    return Y.encodeStateAsUpdate(doc);
  });
  docs.forEach((doc, number) => {
    [...typed.slice(number), ...typed.slice(0, number)].forEach((update) => Y.applyUpdate(doc, update));
  });
  const merged = docs.map(replica);
  return { merged, shown: docs.map((doc) => shown(doc, SECTION)), settled: docs.map(replica) };
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
