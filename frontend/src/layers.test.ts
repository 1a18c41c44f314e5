import { Linter } from 'eslint';
import path from 'node:path';
import { expect, it } from 'vitest';
import layers from '../scripts/eslint-layers.js';

const src = path.resolve(import.meta.dirname);

function complaints(file: string, code: string): string[] {
  return new Linter({ cwd: path.dirname(src) })
    .verify(
      code,
      {
        files: ['**/*.ts'],
        plugins: { mobilise: layers },
        languageOptions: { ecmaVersion: 'latest', sourceType: 'module' },
        rules: { 'mobilise/layers': 'error' }
      },
      { filename: path.join(src, file) }
    )
    .map((message) => message.message);
}

it.each([
  ['features/home/x.ts', "import '#features/stories/tags.ts'"],
  ['features/home/x.ts', "import '../stories/tags.ts'"],
  ['features/home/x.ts', "export * from '../../routes/x.ts'"],
  ['features/home/x.ts', "import('#editor/schema.ts')"],
  ['routes/+page.ts', "import '#editor/schema.ts'"],
  ['ui/x.ts', "import '#api/client.ts'"],
  ['ui/x.ts', "import '$app/state'"],
  ['api/x.ts', "import '#ui/toast.svelte.ts'"],
  ['editor/x.ts', "import '#features/writing/x.ts'"]
])('%s may not: %s', (file, code) => {
  expect(complaints(file, code)).toHaveLength(1);
});

it.each([
  ['features/home/x.ts', "import './words.ts'; import '#ui/toast.svelte.ts'; import '#api/client.ts'"],
  ['features/writing/x.ts', "import('#editor/schema.ts')"],
  ['routes/+page.ts', "import '#features/home/words.ts'; import '#features/stories/tags.ts'; import '$app/state'"],
  ['ui/x.ts', "import './toast.svelte.ts'; import { mount } from 'svelte'"]
])('%s may: %s', (file, code) => {
  expect(complaints(file, code)).toEqual([]);
});
