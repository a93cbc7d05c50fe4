import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isJsonObject } from '../../src/shared/json.js';
import { withBundle } from './bundle.js';
import type { Figure } from './figures.js';

type Measure = (amount: number) => Promise<Figure>;

function isMeasure(value: unknown): value is Measure {
  return typeof value === 'function';
}

/** Runs a measurement of `scripts/bench/<module>.ts`, bundled. */
async function measureBundled(module: string, name: string, amount: number): Promise<Figure> {
  return withBundle(module, async (path) => {
    const loaded: unknown = await import(pathToFileURL(resolve(path)).href);
    const measure: unknown = isJsonObject(loaded) ? loaded[name] : undefined;
    if (!isMeasure(measure)) throw new Error(`the bundle has no ${name}`);
    return await measure(amount);
  });
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
