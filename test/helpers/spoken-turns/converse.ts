import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesToSamples } from '../../../src/audio/pure/pcm.js';
import { readWavLayout } from '../../../src/recording/wav-layout.js';
import { nodeFileSystem, systemClock, type FileSystemPort } from '../../../src/recording/disk.js';
import { openRecorder } from '../../../src/recording/recorder.js';
import { createController } from '../../../src/session/controller/controller.js';
import { openServerLink } from '../../../src/session/controller/server-link.js';
import { openSoundPath } from '../../../src/session/controller/sound-path.js';
import { lastAnswerMs, isSettled } from '../../../src/session/selectors.js';
import {
  answerTimes,
  turnParts,
  type AnswerTimes,
} from '../../../src/session/metrics/turn-parts.js';
import { createSecrets } from '../../../src/shared/secrets/registry.js';
import { createToolRunner } from '../../../src/tools/runner.js';
import { seeded } from '../random-session.js';
import { recordingHeader } from '../recordings.js';
import { expectReplay } from '../replays.js';
import { handsFree } from '../session.js';
import { rateHz, VirtualDevices } from './virtual-devices.js';
import { VirtualService } from './virtual-service.js';
import { HeldUpTime } from './held-up-time.js';

/** From the end of the person's speech to the first sound of the answer, in milliseconds. */
export interface TurnTimes {
  /** As the screen shows it. */
  readonly shownMs: number;
  /** The sum of the bar that the screen shows. */
  readonly barMs: number;
  /** As it is in the recording. */
  readonly recordedMs: number;
  /** As it was in the room. */
  readonly trueMs: number;
}

/** Silence that separates two stretches of sound in the recording. */
const gapSamples = rateHz / 10;

/**
 * Plays spoken turns through controller, session core and recorder, on a clock of its own: a few milliseconds each.
 * Delays, jitter, the device's depth and hold-ups of the program are random.
 * @param look is given the recording's folder before it is removed
 */
export async function converse(
  turns: number,
  seed: number,
  look: (recording: string) => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly times: readonly TurnTimes[]; readonly shown: readonly AnswerTimes[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-turns-'));
  const time = new HeldUpTime(seeded(seed));
  const disk = new CountingDisk();
  const trouble: string[] = [];
  const recorder = await openRecorder({
    directory: folder,
    id: 'turns',
    header: recordingHeader({ inputRateHz: rateHz, outputRateHz: rateHz }),
    onTrouble: (sentence) => trouble.push(sentence),
    files: disk,
    clock: { ...systemClock, nowMs: () => time.nowMs },
  });
  const devices = new VirtualDevices(time, { input: 40, output: -60 });
  const services: VirtualService[] = [];
  const controller = createController({
    options: handsFree,
    clock: time.clock,
    server: openServerLink((listener) => {
      const service = new VirtualService(time, listener);
      services.push(service);
      return service;
    }),
    sound: openSoundPath(devices),
    outputs: [recorder],
    tools: createToolRunner([], { env: {}, secrets: createSecrets() }),
  });
  const live: { shownMs: number; barMs: number; trueMs: number }[] = [];
  const shown: AnswerTimes[] = [];
  try {
    await devices.start((event) => {
      controller.onAudio(event);
    });
    controller.report({ type: 'start' });
    await disk.until(time, () => controller.getState().connection.phase === 'ready');
    for (let turn = 0; turn < turns; turn += 1) {
      devices.depthMs = time.between(20, 150);
      const before = controller.getState().latency.last;
      devices.speak(time.between(250, 500), time.between(150, 500));
      await disk.until(time, () => services[0]?.replies === turn + 1);
      await disk.until(time, () => isSettled(controller.getState()));
      const state = controller.getState();
      if (state.latency.last === before) throw new Error(`turn ${turn} was not answered`);
      live.push({
        shownMs: lastAnswerMs(state) ?? Number.NaN,
        barMs: turnParts(state)?.totalMs ?? Number.NaN,
        trueMs: devices.firstSoundMs - devices.speechEndMs,
      });
      const percentiles = answerTimes(state);
      if (percentiles !== undefined) shown.push(percentiles);
      // What the device still holds is heard before the next turn.
      const quietMs = time.nowMs + devices.depthMs;
      await disk.until(time, () => time.nowMs >= quietMs);
    }
    await controller.close();
    await expectReplay(recorder.path, controller.getState());
    const recorded = recordedTimes(await readFile(join(recorder.path, 'session.wav')));
    if (trouble.length > 0 || recorded.length !== turns)
      throw new Error(`${recorded.length} of ${turns} turns are recorded; ${trouble.join(' ')}`);
    const times = live.map((each, turn) => ({
      ...each,
      recordedMs: recorded[turn] ?? Number.NaN,
    }));
    await look(recorder.path);
    return { times, shown };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The machine's disk, waited for now and then: on this clock an hour passes in seconds. */
class CountingDisk implements FileSystemPort {
  #writing = 0;

  makeDirectory(path: string): Promise<void> {
    return nodeFileSystem.makeDirectory(path);
  }

  async create(path: string): ReturnType<FileSystemPort['create']> {
    const file = await nodeFileSystem.create(path);
    return {
      write: (bytes, position) => this.#counted(file.write(bytes, position)),
      isDeleted: () => this.#counted(file.isDeleted()),
      truncate: (length) => this.#counted(file.truncate(length)),
      close: () => file.close(),
    };
  }

  removeDirectory(path: string): Promise<void> {
    return nodeFileSystem.removeDirectory(path);
  }

  async #counted<Value>(work: Promise<Value>): Promise<Value> {
    this.#writing += 1;
    try {
      return await work;
    } finally {
      this.#writing -= 1;
    }
  }

  /** Lets time pass until something is so. */
  async until(time: HeldUpTime, isSo: () => boolean): Promise<void> {
    const patienceMs = time.nowMs + 30_000;
    while (!isSo()) {
      if (time.nowMs > patienceMs) throw new Error('it does not happen within 30 s');
      time.step();
    }
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.#writing > 0);
  }
}

/** For each stretch of the left channel: from its end to the beginning of the next stretch of the right one. */
function recordedTimes(wav: Uint8Array): readonly number[] {
  const samples = bytesToSamples(wav.subarray(readWavLayout(wav).dataAt));
  const ends: number[] = [];
  const answers: number[] = [];
  const last = { left: -gapSamples, right: -gapSamples };
  for (let at = 0; at < samples.length / 2; at += 1) {
    if (samples[2 * at] !== 0) {
      if (at - last.left > gapSamples) ends.push(at);
      last.left = at;
      ends.splice(-1, 1, at + 1);
    }
    if (samples[2 * at + 1] !== 0) {
      if (at - last.right > gapSamples) answers.push(((at - (ends.at(-1) ?? 0)) * 1000) / rateHz);
      last.right = at;
    }
  }
  return answers;
}
