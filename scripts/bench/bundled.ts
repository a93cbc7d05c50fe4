import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { isJsonObject } from '../../src/shared/json.js';
import { replacedModules } from '../replaced-modules.js';
import type { Figure } from './figures.js';

type Measure = (amount: number) => Promise<Figure>;

function isMeasure(value: unknown): value is Measure {
  return typeof value === 'function';
}

/** Runs a measurement of `scripts/bench/<module>.ts` with the packages as in the program's bundle. */
async function measureBundled(module: string, name: string, amount: number): Promise<Figure> {
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
    const loaded: unknown = await import(pathToFileURL(join(outdir, `${module}.mjs`)).href);
    const measure: unknown = isJsonObject(loaded) ? loaded[name] : undefined;
    if (!isMeasure(measure)) throw new Error(`the bundle has no ${name}`);
    return await measure(amount);
  } finally {
    await rm(outdir, { recursive: true });
  }
}

/** See `longSession`. */
export const bundledLongSession: Measure = (hours) =>
  measureBundled('long-session', 'longSession', hours);

/** See `microphoneToSocket`. */
export const bundledMicrophoneToSocket: Measure = (seconds) =>
  measureBundled('sound-load', 'microphoneToSocket', seconds);

/** See `soundWithoutLoss`. */
export const bundledSoundWithoutLoss: Measure = (seconds) =>
  measureBundled('sound-load', 'soundWithoutLoss', seconds);
