import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const backend = process.env.MOBILISE_DEV_BACKEND ?? 'http://127.0.0.1:8000';

const onManyPages =
  /\/frontend\/src\/(api|features|ui)\/(?!(boards|meetings|actions|minutes|journeys|measures|adoptions|files)\/)(?!.*(Dialog|[Cc]ombobox|Checkbox|Field|TextArea|Select|Disclosure|ProgressBar|ActionForm|action-fields)\.)/;

/**
 * SvelteKit hides its page announcer with a style attribute, which our Content-Security-Policy refuses.
 * The same element gets our class instead; a build in which there is nothing to replace must be looked at.
 */
function announcerWithoutInlineStyle(): Plugin {
  return {
    name: 'mobilise:announcer-without-inline-style',
    enforce: 'pre',
    transform: {
      filter: { id: /@sveltejs\/kit\/src\/runtime\/components\/root\.svelte$/ },
      handler(code) {
        const plain = code.replace(/\sstyle="position: absolute;[^"]*"/, ' class="visually-hidden"');
        if (plain === code) this.error('SvelteKit no longer styles its announcer inline: drop this plugin');
        return { code: plain, map: null };
      }
    }
  };
}

/** The API's documentation page loads nothing from elsewhere: its two files are served beside ours. */
function docsFiles(): Plugin {
  const find = createRequire(import.meta.url).resolve;
  return {
    name: 'mobilise:docs-files',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'client',
    generateBundle() {
      for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
        this.emitFile({
          type: 'asset',
          fileName: `_docs/${file}`,
          source: readFileSync(find(`swagger-ui-dist/${file}`))
        });
      }
    }
  };
}

export default defineConfig({
  plugins: [
    announcerWithoutInlineStyle(),
    docsFiles(),
    sveltekit({
      adapter: adapter({ pages: 'build', fallback: 'index.html', precompress: true }),
      compilerOptions: { runes: true },
      // The server sends the policy as a header, with the hashes of the scripts that are in the built page.
      paths: { relative: false }
    })
  ],
  build: {
    target: 'safari15',
    rolldownOptions: {
      output: {
        // What most pages need travels as one file: a dozen small ones compress worse and cost a request each.
        // What the first page does without stays out of it, however many other pages share it.
        codeSplitting: { groups: [{ name: 'common', test: onManyPages, minShareCount: 13 }] }
      }
    }
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      // The browser's Origin must go on matching Host, so Host stays what the browser said.
      '/api': { target: backend, changeOrigin: false },
      '/healthz': { target: backend, changeOrigin: false },
      '/readyz': { target: backend, changeOrigin: false },
      '/ws': { target: backend, changeOrigin: false, ws: true }
    }
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test-setup.ts']
  },
  // Under vitest the browser build of Svelte is wanted: the server build cannot mount anything.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined
});
