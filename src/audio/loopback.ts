import { VoiceliveError, messageOf } from '../shared/errors.js';
import { createAudioEngine } from './engine.js';
import type { EngineEnvironment } from './engine.js';
import { frameMs } from './kernel/engine-types.js';
import type { AudioEngineOptions, CapturedFrame, HeardFrame } from './kernel/engine-types.js';
import { msToSamples, samplesToMs } from './pure/pcm.js';
import { soundError } from './kernel/audio-errors.js';
import { systemTimers } from '../shared/timers.js';
import type { Timers } from '../shared/timers.js';

/** What the way through speaker and microphone came to. */
export interface LoopbackResult {
  /** Median time from handing a sample over to the same sample in the captured frames. */
  readonly roundTripMs: number;
  /**
   * Depth of the speaker's device for `AudioEngineOptions.deviceDepthMs`: the round trip and the frame itself. It counts the
   * way in as well, and so errs on the side of "not yet heard".
   */
  readonly deviceDepthMs: number;
  /** Round trips measured, in milliseconds, in their order. */
  readonly trials: readonly number[];
}

/** Why it could not be measured, as a sentence with its fix. */
export interface LoopbackProblem {
  readonly problem: VoiceliveError;
}

const trialCount = 8;
const startMs = 1500;
const betweenMs = 300;
/** Bursts that are not heard before it is given up. */
const mostMisses = 4;
/** A sound that was not heard by then is lost in the room. */
const trialDeadlineMs = 1000;
const burstMs = 20;
const burstAmplitude = 20_000;
/** Against the loudest that the room was before: what is this much louder is the burst. */
const louder = 4;
const leastLevel = 500;

/** White noise of a fixed kind: a room carries it better than a single tone. */
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
  #handedMs: number | undefined;
  #roomPeak = 0;
  #hasBegun = false;
  #onHeard: () => void = () => undefined;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  listen(onHeard: () => void): void {
    this.#hasBegun = true;
    this.#handedMs = undefined;
    this.#onHeard = onHeard;
  }

  heard(frame: HeardFrame): void {
    this.#handedMs ??= frame.atMs;
  }

  captured(frame: CapturedFrame): void {
    const threshold = Math.max(leastLevel, louder * this.#roomPeak);
    const handedMs = this.#handedMs;
    if (!this.#hasBegun) {
      const peak = frame.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      // Opening a device may click: that is forgotten within the second before the first burst.
      this.#roomPeak = Math.max(peak, this.#roomPeak * 0.9);
      return;
    }
    if (handedMs === undefined) return;
    const at = frame.samples.findIndex((sample) => Math.abs(sample) > threshold);
    if (at === -1) return;
    this.trials.push(frame.atMs - frameMs + samplesToMs(at, this.#rateHz) - handedMs);
    this.#handedMs = undefined;
    this.#onHeard();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function pass(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => timers.after(ms, resolve));
}

/**
 * Measures the way through the speaker and the microphone with short bursts of noise; takes about 5 s. Both must be
 * devices, near each other, and the volume up.
 */
export async function measureLoopback(
  options: AudioEngineOptions,
  environment?: EngineEnvironment,
): Promise<LoopbackResult | LoopbackProblem> {
  const timers = environment?.timers ?? systemTimers;
  const { inputRateHz, outputRateHz } = options;
  const trials = new Trials(inputRateHz);
  let problem: VoiceliveError | undefined;
  const engine = createAudioEngine(options, environment);
  try {
    await engine.start((event) => {
      switch (event.type) {
        case 'heard':
          trials.heard(event.frame);
          return;
        case 'captured':
          trials.captured(event.frame);
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
        case 'backend':
        case 'counters':
        case 'health':
          return;
      }
    });
    engine.beginInput();
    await pass(timers, startMs);
    for (let n = 0; n < trialCount && problem === undefined; n += 1) {
      if (n - trials.trials.length >= mostMisses) break;
      const done = new Promise<void>((resolve) => {
        trials.listen(resolve);
      });
      engine.play(`burst-${n}`, 0, burst(outputRateHz));
      engine.finish(`burst-${n}`, 0);
      await Promise.race([done, pass(timers, trialDeadlineMs)]);
      await pass(timers, betweenMs);
    }
  } catch (error) {
    problem = error instanceof VoiceliveError ? error : lostOnTheWay(messageOf(error));
  } finally {
    await engine.close();
  }
  if (problem !== undefined) return { problem };
  if (trials.trials.length < mostMisses) return { problem: notHeard(trials.trials.length) };
  const roundTripMs = median(trials.trials);
  return { roundTripMs, deviceDepthMs: roundTripMs + frameMs, trials: trials.trials };
}

function lostOnTheWay(reason: string): VoiceliveError {
  return soundError({
    code: 'loopback-failed',
    sentence: `the sound device was lost while it was measured: ${reason}`,
    hint: 'run it again when the device works',
  });
}

function notHeard(count: number): VoiceliveError {
  return soundError({
    code: 'loopback-silent',
    sentence:
      count === 0
        ? 'the microphone did not hear the speaker'
        : `the microphone heard only ${count} of the bursts from the speaker`,
    hint: 'turn the volume up, take headphones off and unmute the microphone; without hardware there is nothing to measure',
  });
}
