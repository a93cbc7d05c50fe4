import { buildBundle } from './build.js';
import { publish } from './bench/figures.js';
import { longReplay } from './bench/long-replay.js';

/** Measures the replay of an hour's recording (R1 to R3), and writes bench/results.json and docs/performance.md. Never fails. */
process.env['NODE_ENV'] = 'production';
await buildBundle({ clean: false });
await publish('replay', 'docs/performance.md', await longReplay());
