import { buildBundle } from './build.js';
import { publish } from './bench/figures.js';
import { bundledLongSession } from './bench/bundled.js';
import { eventSpeed } from './bench/event-speed.js';
import { openMicrophone } from './bench/open-microphone.js';
import { processorTime } from './bench/processor-time.js';
import { scrollLatency } from './bench/scroll-latency.js';
import { startTimes } from './bench/start-times.js';
import { unneededModules } from './bench/unneeded-modules.js';

/**
 * Measures start-up and screen (N1, N2, P1, P2, T1, T2, T4, T5 and T6) in about eight minutes, and writes bench/results.json and
 * docs/performance.md. Never fails.
 */
process.env['NODE_ENV'] = 'production';
await buildBundle({ clean: false });
await publish('screen', 'docs/performance.md', [
  ...(await startTimes(31)),
  await unneededModules(),
  ...(await processorTime(10)),
  ...(await openMicrophone(10)),
  ...(await eventSpeed(20_000)),
  ...(await scrollLatency()),
  await bundledLongSession(8),
]);
