import { openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { openRecorder } from '../../src/recording/recorder.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { recordingHeader } from './recordings.js';

/**
 * Records until it is killed, in real time: a frame of each side and an event every 20 ms. After each step it writes the
 * time (monotonic clock, ms, a double) to the second argument's file, synchronously, so that a kill leaves it exact. The
 * third one's gets the time of one asynchronous write after the other: a machine that gives the program no time to run
 * keeps both from being written, the recording and these.
 */
const [directory = '', progressPath = '', lifePath = ''] = process.argv.slice(2);
const frameMs = 20;
const samples = 480;

const progress = openSync(progressPath, 'wx');
const recorder = await openRecorder({
  directory,
  id: 'kill',
  header: recordingHeader(),
  onTrouble: (sentence) => process.stderr.write(`${sentence}\n`),
});
const startMs = monotonicMs();
const stamp = Buffer.alloc(8);
const step = (index: number): void => {
  const atMs = startMs + (index + 1) * frameMs;
  recorder.microphone(new Int16Array(samples).fill(1 + (index % 30_000)), atMs);
  recorder.heard(new Int16Array(samples).fill(-1 - (index % 30_000)), atMs - frameMs);
  recorder.input({ nowMs: index * frameMs, type: 'notice', level: 'info', text: `step ${index}` });
  stamp.writeDoubleLE(monotonicMs());
  writeSync(progress, stamp, 0, 8, 8 * index);
  setTimeout(
    () => {
      step(index + 1);
    },
    atMs + frameMs - monotonicMs(),
  );
};
step(0);

const life = await open(lifePath, 'wx');
for (let beats = 0; ; beats += 1) {
  const beat = Buffer.alloc(8);
  beat.writeDoubleLE(monotonicMs());
  await life.write(beat, 0, 8, 8 * beats);
  await delay(1);
}
