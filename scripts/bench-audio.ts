import { buildBundle } from './build.js';
import { bundledMicrophoneToSocket, bundledSoundWithoutLoss } from './bench/bundled.js';
import { publish } from './bench/figures.js';
import { gapsUnderLoad } from './bench/gaps-under-load.js';
import { heardLatency } from './bench/heard-latency.js';
import { keyToSilence } from './bench/key-to-silence.js';
import { latencyTruth } from './bench/latency-truth.js';
import { interruptions } from './bench/synthetic-device.js';
import { uplinkCost } from './bench/uplink.js';
import { roundTrips } from './bench/virtual-card.js';

/**
 * Measures the audio path (L1 to L9) in about eight minutes, with `--long` in about half an hour, and writes
 * bench/results.json and docs/performance.md. Never fails.
 */
const isLong = process.argv.includes('--long');

await buildBundle({ clean: false });
const figures = [
  uplinkCost(),
  await bundledMicrophoneToSocket(isLong ? 120 : 20),
  await bundledSoundWithoutLoss(isLong ? 600 : 20),
  ...(await interruptions(isLong ? 2000 : 100)),
  await latencyTruth(1000),
  await heardLatency(isLong ? 30 : 8),
  ...(await roundTrips(isLong ? 50 : 12)),
  ...(await keyToSilence(isLong ? 50 : 12)),
  ...(await gapsUnderLoad(60)),
];
await publish(
  'audio',
  'docs/performance.md',
  figures.toSorted((a, b) => a.id.localeCompare(b.id)),
);
