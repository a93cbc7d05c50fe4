import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { isJsonObject } from '../../src/shared/json.js';
import { packageFixes } from '../build.js';
import type { Figure } from './figures.js';

function isMeasure(value: unknown): value is (hours: number) => Promise<Figure> {
  return typeof value === 'function';
}

/** `longSession` with the packages as they are in the program's bundle. */
export async function bundledLongSession(hours: number): Promise<Figure> {
  const outdir = await mkdtemp(join('node_modules', '.bench-'));
  try {
    await build({
      entryPoints: ['scripts/bench/long-session.ts'],
      outdir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      plugins: packageFixes,
      external: ['react-devtools-core'],
      define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
    });
    const loaded: unknown = await import(pathToFileURL(join(outdir, 'long-session.mjs')).href);
    const measure: unknown = isJsonObject(loaded) ? loaded['longSession'] : undefined;
    if (!isMeasure(measure)) throw new Error('the bundle has no longSession');
    return await measure(hours);
  } finally {
    await rm(outdir, { recursive: true });
  }
}
