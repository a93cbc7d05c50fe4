import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { samplesToBytes } from '../../src/audio/pure/pcm.js';
import { AudioRefusedError } from '../../src/audio/kernel/audio-errors.js';
import { runHost } from '../../src/audio/host/run-host.js';
import type { StreamRequest } from '../../src/audio/host/audio-backend.js';

/**
 * The real audio host around a device that knows every sample. The device's name is a folder, or `default` with the folder
 * in SYNTHETIC_DEVICE: `pid` gets the process id, `sink` every sample the device took, silence included; the microphone
 * gives the numbers 1, 2, 3, … and begins anew at 30001. A file `refuse`, or `refuse-input` or `refuse-output`, in it
 * makes opening fail.
 */
function enter({ device }: StreamRequest, direction: 'input' | 'output'): string {
  const folder = device === 'default' ? (process.env['SYNTHETIC_DEVICE'] ?? '') : device;
  writeFileSync(join(folder, 'pid'), String(process.pid));
  for (const refusal of ['refuse', `refuse-${direction}`]) {
    if (!existsSync(join(folder, refusal))) continue;
    throw new AudioRefusedError({
      code: 'no-audio-device',
      sentence: 'No sound today.',
      hint: 'wait',
    });
  }
  return folder;
}

/** Waits for the end of frame `n`, counted from the first call. */
function paced(periodMs: number, headStartFrames: number): () => Promise<void> {
  let startMs: number | undefined;
  let frames = 0;
  return async () => {
    startMs ??= performance.now();
    frames += 1;
    const dueMs = startMs + (frames - headStartFrames) * periodMs;
    await wait(Math.max(0, dueMs - performance.now()));
  };
}

runHost({
  devices: () => [],
  openInput: (request) => {
    enter(request, 'input');
    const next = paced(request.periodMs, 0);
    let number = 0;
    return {
      deviceName: 'numbers',
      start: () => undefined,
      read: async () => {
        await next();
        const samples = (request.rateHz * request.periodMs) / 1000;
        return Int16Array.from({ length: samples }, () => (number++ % 30_000) + 1);
      },
      quit: () => Promise.resolve(),
    };
  },
  openOutput: (request) => {
    const folder = enter(request, 'output');
    const next = paced(request.periodMs, 3);
    return {
      deviceName: 'sink',
      depthMs: () => 3 * request.periodMs,
      start: () => undefined,
      write: async (samples) => {
        appendFileSync(join(folder, 'sink'), samplesToBytes(samples));
        await next();
      },
      quit: () => Promise.resolve(),
    };
  },
});
