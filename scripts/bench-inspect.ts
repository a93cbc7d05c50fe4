import { buildBundle } from './build.js';
import { publish } from './bench/figures.js';
import { inspectionSpeed } from './bench/inspection-speed.js';

/** Measures `voicelive inspect` (E3) in about a minute, and writes bench/results.json and docs/performance.md. Never fails. */
await buildBundle({ clean: false });
await publish('inspect', 'docs/performance.md', await inspectionSpeed(3600));
