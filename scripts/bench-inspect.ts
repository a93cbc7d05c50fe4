import { buildBundle } from './build.js';
import { exportSpeed } from './bench/export-speed.js';
import { publish } from './bench/figures.js';
import { inspectionSpeed } from './bench/inspection-speed.js';

/** Measures `voicelive inspect` and `voicelive export` (E3) in about two minutes, and writes bench/results.json and docs/performance.md. Never fails. */
await buildBundle({ clean: false });
const inspection = await inspectionSpeed(3600);
await publish('inspect', 'docs/performance.md', [...inspection, ...(await exportSpeed(3600))]);
