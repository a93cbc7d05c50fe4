import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { replacedModules } from '../replaced-modules.js';

/** Bundles `scripts/bench/<module>.ts` with the packages as in the program, for as long as `use` runs. */
export async function withBundle<Result>(
  module: string,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const outdir = await mkdtemp(join('node_modules', '.bench-'));
  try {
    await build({
      entryPoints: [`scripts/bench/${module}.ts`],
      outdir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      plugins: [replacedModules],
      external: ['react-devtools-core', 'esbuild', 'prettier'],
      define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
    });
    return await use(join(outdir, `${module}.mjs`));
  } finally {
    await rm(outdir, { recursive: true });
  }
}
