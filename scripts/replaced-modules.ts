import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform, type Plugin } from 'esbuild';

/** Imports inside Ink and the modules that they get instead: in the program's bundle, in benchmarks and in tests. */
const replacements = new Map([
  ['./renderer.js', 'src/tui/ink/renderer.ts'],
  ['yoga-layout', 'src/tui/ink/no-layout.ts'],
]);

const isInInk = (path: string): boolean => path.includes('/node_modules/ink/');

function replacementFor(request: string, importer: string): string | undefined {
  const path = isInInk(importer) ? replacements.get(request) : undefined;
  return path && join(import.meta.dirname, '..', path);
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
