// Writes src/api/schema.d.ts from the server's own description of its API.
// Usage: npm run api-types [-- file.json]; without a file the server's command is asked.
// With --check nothing is written: it fails when the committed file is not what would be written.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = fileURLToPath(new URL('../src/api/schema.d.ts', import.meta.url));
const options = process.argv.slice(2);
const check = options.includes('--check');
const file = options.find((option) => !option.startsWith('--'));

const description = file
  ? readFileSync(file, 'utf8')
  : execFileSync(`${root}.venv/bin/mobilise`, ['openapi'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });

const types = astToString(await openapiTS(JSON.parse(description), { alphabetize: true }));
const text = `// Generated from the server's OpenAPI by "npm run api-types". Do not edit.\n\n${types}`;

if (!check) writeFileSync(target, text);
else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  console.error('frontend/src/api/schema.d.ts is not what the server says now: run "npm run api-types".');
  process.exit(1);
}
