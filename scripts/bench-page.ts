import { buildBundle } from './build.js';
import { publish } from './bench/figures.js';
import { pageSpeed } from './bench/page-speed.js';

/** Measures the page of an hour's recording in Chromium, and writes bench/results.json and docs/performance.md. Never fails. */
await buildBundle({ clean: false });
await publish('page', 'docs/performance.md', await pageSpeed(3600));
