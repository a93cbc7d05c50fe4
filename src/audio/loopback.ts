import { VoiceliveError, messageOf } from '../shared/errors.js';
import { createAudioEngine } from './engine.js';
import type { EngineEnvironment } from './engine.js';
import { frameMs } from './kernel/engine-types.js';
import type {
  AudioEngineOptions,
  BackendName,
  CapturedFrame,
  PlayedFrame,
} from './kernel/engine-types.js';
import { msToSamples, samplesToMs } from './pure/pcm.js';
import { audioError } from './kernel/audio-errors.js';
import { systemClock } from '../shared/clock.js';
import type { Clock } from '../shared/clock.js';

/** The measured delay through speaker and microphone. */
export interface LoopbackResult {
  /** The backend that was measured. */
  readonly backend: BackendName;
  /** Median time from handing a sample over to the same sample in the captured frames. */
  readonly roundTripMs: number;
  /**
   * Depth of the output device for `AudioEngineOptions.deviceDepthOf`: the round trip and the frame itself. It includes the
   * input delay, and so errs on the side of "not yet heard".
   */
  readonly deviceDepthMs: number;
  /** All measured round trips, in milliseconds, in order. */
  readonly trials: readonly number[];
}

/** Why the delay could not be measured. */
export interface LoopbackProblem {
  readonly problem: VoiceliveError;
}

const trialCount = 8;
const startMs = 1500;
const betweenMs = 300;
/** Missed bursts after which the measurement gives up. */
const maxMisses = 4;
/** A burst not heard within this time counts as missed. */
const trialDeadlineMs = 1000;
const burstMs = 20;
const burstAmplitude = 20_000;
/** A burst is recognised by being this many times louder than the loudest room noise before it. */
const loudnessFactor = 4;
const minLevel = 500;

/** White noise, always the same: a room carries it better than a single tone. */
function burst(rateHz: number): Int16Array {
  let seed = 1;
  return Int16Array.from({ length: msToSamples(burstMs, rateHz) }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return Math.round((seed / 2_147_483_647 - 0.5) * 2 * burstAmplitude);
  });
}

/** Plays bursts and waits until the microphone hears them. */
class Trials {
  readonly #rateHz: number;
  readonly trials: number[] = [];
  #playedMs: number | undefined;
  #roomPeak = 0;
  #hasBegun = false;
  #onHeard: () => void = () => undefined;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  listen(onHeard: () => void): void {
    this.#hasBegun = true;
    this.#playedMs = undefined;
    this.#onHeard = onHeard;
  }

  played(frame: PlayedFrame): void {
    this.#playedMs ??= frame.atMs;
  }

  captured(frame: CapturedFrame): void {
    const threshold = Math.max(minLevel, loudnessFactor * this.#roomPeak);
    const playedMs = this.#playedMs;
    if (!this.#hasBegun) {
      const peak = frame.samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
      // Opening a device may click: the decay forgets it within the second before the first burst.
      this.#roomPeak = Math.max(peak, this.#roomPeak * 0.9);
      return;
    }
    if (playedMs === undefined) return;
    const at = frame.samples.findIndex((sample) => Math.abs(sample) > threshold);
    if (at === -1) return;
    this.trials.push(frame.atMs - samplesToMs(frame.samples.length - at, this.#rateHz) - playedMs);
    this.#playedMs = undefined;
    this.#onHeard();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}

/**
 * Measures the delay through speaker and microphone with short bursts of noise; takes about 5 s. Both must be devices,
 * close to each other, with the volume up.
 */
export async function measureLoopback(
  options: AudioEngineOptions,
  environment?: EngineEnvironment,
): Promise<LoopbackResult | LoopbackProblem> {
  const clock = environment?.clock ?? systemClock;
  const { inputRateHz, outputRateHz } = options;
  const trials = new Trials(inputRateHz);
  let problem: VoiceliveError | undefined;
  let backend: BackendName | undefined;
  const engine = createAudioEngine(options, environment);
  try {
    await engine.start((event) => {
      switch (event.type) {
        case 'played':
          trials.played(event.frame);
          return;
        case 'captured':
          trials.captured(event.frame);
          return;
        case 'backend':
          backend = event.name;
          return;
        case 'missing':
        case 'failed':
          problem ??= event.error;
          return;
        case 'lost':
          problem ??= lostOnTheWay(event.reason);
          return;
        case 'flushed':
        case 'input-ended':
        case 'restored':
        case 'counters':
        case 'health':
          return;
      }
    });
    engine.beginInput();
    await wait(clock, startMs);
    for (let n = 0; n < trialCount && problem === undefined; n += 1) {
      if (n - trials.trials.length >= maxMisses) break;
      const done = new Promise<void>((resolve) => {
        trials.listen(resolve);
      });
      engine.play(`burst-${n}`, 0, burst(outputRateHz));
      engine.finish(`burst-${n}`, 0);
      await Promise.race([done, wait(clock, trialDeadlineMs)]);
      await wait(clock, betweenMs);
    }
  } catch (error) {
    problem = error instanceof VoiceliveError ? error : lostOnTheWay(messageOf(error));
  } finally {
    await engine.close();
  }
  if (problem !== undefined) return { problem };
  if (backend === undefined || trials.trials.length < maxMisses) {
    return { problem: notHeard(trials.trials.length) };
  }
  const roundTripMs = median(trials.trials);
  return { backend, roundTripMs, deviceDepthMs: roundTripMs + frameMs, trials: trials.trials };
}

function lostOnTheWay(reason: string): VoiceliveError {
  return audioError({
    code: 'loopback-failed',
    sentence: `the audio device was lost during the measurement: ${reason}`,
    hint: 'Try again when the device works.',
  });
}

function notHeard(count: number): VoiceliveError {
  return audioError({
    code: 'loopback-silent',
    sentence:
      count === 0
        ? 'the microphone did not hear the speaker'
        : `the microphone heard only ${count} of the bursts from the speaker`,
    hint: 'Turn the volume up, unplug headphones and unmute the microphone. This needs real hardware.',
  });
}
