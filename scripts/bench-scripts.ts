import { buildBundle } from './build.js';
import { publish } from './bench/figures.js';
import { scriptSpeed } from './bench/script-speed.js';
import { startOfRun } from './bench/start-times.js';

/** Measures `voicelive run` (N1, V1 and V2), and writes bench/results.json and docs/performance.md. Never fails. */
process.env['NODE_ENV'] = 'production';
await buildBundle({ clean: false });
await publish('scripts', 'docs/performance.md', [
  ...(await scriptSpeed(7)),
  ...(await startOfRun(31)),
]);
