// Fails when a page would load too much JavaScript, gzipped, before it works.
// Counts what the built page preloads and what the route itself imports; what a page loads later does not count.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const KB = 1024;
/** The budget of the design for the page that somebody meets first. */
const FIRST = { routes: ['/', '/sign-in'], bytes: 60 * KB };
/** Other pages have room for parts of their own, but not for the editor, which must stay where one writes. */
const READING = 72 * KB;
const WRITING = /\/write$/;

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const read = (path) => readFileSync(file(path), 'utf8');

const generated = '.svelte-kit/generated/build/client-optimized';
if (!existsSync(file('build/index.html')) || !existsSync(file(`${generated}/app.js`))) {
  console.error('There is no build to measure: run "npm run build".');
  process.exit(1);
}
const manifest = JSON.parse(read('.svelte-kit/output/client/.vite/manifest.json'));

/** What a chunk needs before it can run: itself and, through them, everything it imports. */
function closure(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The build's manifest has no ${key}`);
  if (!found.has(chunk.file)) {
    found.add(chunk.file);
    for (const next of chunk.imports ?? []) closure(next, found);
  }
  return found;
}

const sizes = new Map();
function gzipped(path) {
  if (!sizes.has(path)) sizes.set(path, gzipSync(readFileSync(file(`build/${path}`)), { level: 9 }).length);
  return sizes.get(path);
}

const page = read('build/index.html');
const shell = [...page.matchAll(/href="\/([^"]+\.js)" rel="modulepreload"/g)].map((match) => match[1]);

// `"/stories/[id]": [~8,[2,,3]]`: the page's own node, then the nodes of its layouts; ~ marks a server load.
const dictionary = read(`${generated}/app.js`).match(/export const dictionary = \{([^}]*)\}/)?.[1] ?? '';
const routes = [...dictionary.matchAll(/"(\/[^"]*)": \[([^\n]*)\]/g)].map(([, route, numbers]) => ({
  route: route.replace(/\/\([^)]+\)/g, '') || '/',
  nodes: [...numbers.matchAll(/\d+/g)].map((match) => `${generated}/nodes/${match[0]}.js`)
}));
if (shell.length === 0 || routes.length === 0) throw new Error('The build looks different now: mend this script.');

const rows = routes.map(({ route, nodes }) => {
  const files = new Set(shell);
  for (const node of nodes) for (const path of closure(node)) files.add(path);
  const bytes = [...files].reduce((sum, path) => sum + gzipped(path), 0);
  const allowed = FIRST.routes.includes(route) ? FIRST.bytes : WRITING.test(route) ? Infinity : READING;
  return { route, bytes, allowed };
});

const kilobytes = (bytes) => `${(bytes / KB).toFixed(1)} KB`;
for (const { route, bytes, allowed } of rows.sort((a, b) => b.bytes - a.bytes)) {
  const limit = allowed === Infinity ? '' : `of ${kilobytes(allowed)}${bytes > allowed ? ': too much' : ''}`;
  console.log(`${kilobytes(bytes).padStart(10)} ${limit.padEnd(12)} ${route}`);
}
process.exit(rows.some(({ bytes, allowed }) => bytes > allowed) ? 1 : 0);
