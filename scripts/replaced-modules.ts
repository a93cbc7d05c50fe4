import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform, type Plugin } from 'esbuild';

/**
 * Imports inside Ink, or what it imports, and the modules that they get instead: in the program's bundle, in benchmarks and
 * in tests.
 */
const replacements = [
  { importer: '/ink/', request: './renderer.js', module: 'src/tui/ink/renderer.ts' },
  { importer: '/ink/', request: 'yoga-layout', module: 'src/tui/ink/no-layout.ts' },
  { importer: '/', request: 'string-width', module: 'src/tui/ink/string-width.ts' },
  { importer: '/signal-exit/', request: 'assert', module: 'src/tui/ink/no-assert.ts' },
] as const;

const isInInk = (path: string): boolean => path.includes('/node_modules/ink/');

function replacementFor(request: string, importer: string): string | undefined {
  const found = replacements.find(
    (each) => each.request === request && importer.includes(`/node_modules${each.importer}`),
  );
  return found && join(import.meta.dirname, '..', found.module);
}

/**
 * Ink's reconciler awaits its developer tools at the top level, if they are wanted. They never are in a bundle, and
 * CommonJS has no such await.
 */
async function withoutDeveloperTools(path: string): Promise<string> {
  const source = await readFile(path, 'utf8');
  if (!source.includes('isDev()')) throw new Error(`${path} does not ask isDev() any more`);
  return source.replaceAll('isDev()', 'false');
}

/** For esbuild. */
export const replacedModules: Plugin = {
  name: 'replaced-modules',
  setup(builder) {
    builder.onResolve({ filter: /.*/ }, ({ path, importer }) => {
      const replacement = replacementFor(path, importer);
      return replacement === undefined ? undefined : { path: replacement };
    });
    builder.onLoad({ filter: /\/node_modules\/ink\/build\/reconciler\.js$/ }, async ({ path }) => {
      const source = await withoutDeveloperTools(path);
      // Parsed again without the dead code: esbuild would keep the module asynchronous.
      return { contents: (await transform(source, { minifySyntax: true })).code };
    });
  },
};

/** For Vite, which has to process Ink for this: `server.deps.inline`. */
export const replacedModulesInTests = {
  name: 'replaced-modules',
  enforce: 'pre',
  resolveId: (request: string, importer = '') => replacementFor(request, importer),
  // Vite would warn that Ink's source maps name files that are not published.
  load: (path: string) => (isInInk(path) ? readFile(path, 'utf8') : undefined),
} as const;
