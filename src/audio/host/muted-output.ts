import { setImmediate as nextTurn } from 'node:timers/promises';
import { monotonicMs } from '../../shared/clock.js';
import { HeardClock } from '../pure/heard-clock.js';
import type { HeldReading } from '../pure/heard-clock.js';
import { msToSamples } from '../pure/pcm.js';
import type { OutputStream } from './audio-backend.js';
import type { OwnSinkInput } from './own-sink-input.js';

/** Silence written after a flush, so that the device's depth need not be known exactly to unmute before what follows. */
const guardFrames = 6;
/** Between two readings of the server while something is played, and while nothing is. */
const readingMs = 200;
const idleReadingMs = 1000;
/** A server that has not answered by then is not waited for. */
const answerDeadlineMs = 100;

export interface MutedOutputOptions {
  readonly rateHz: number;
  readonly periodMs: number;
  /** Frames that the library holds before it passes them on. */
  readonly queuedFrames: number;
}

/**
 * A speaker whose samples cannot be taken back, behind a server that can mute it, and that knows what it holds: a flush
 * mutes it until that has run out.
 */
export function mutedOutput(
  stream: OutputStream,
  own: Pick<OwnSinkInput, 'isKnown' | 'mute' | 'held' | 'watch' | 'close'>,
  { rateHz, periodMs, queuedFrames }: MutedOutputOptions,
): OutputStream {
  const assumedMs = stream.depthMs();
  const clock = new HeardClock({ frameMs: periodMs, queuedFrames, assumedMs }, monotonicMs());
  const silence = new Int16Array(msToSamples(periodMs, rateHz));
  /** Frames that wait for the ones before them. */
  let waitingFrames = 0;
  /** Of those, or before them, the last so many are the silence of a flush. */
  let guardTail = 0;
  let last: Promise<unknown> = Promise.resolve();
  let unmute: NodeJS.Timeout | undefined;
  /** How much had been heard when the stream was silenced. */
  let silenced: Promise<number> | undefined;
  let streamIndex: number | undefined;
  let readAtMs = Number.NEGATIVE_INFINITY;
  let isReading = false;

  const read = async (): Promise<HeldReading | undefined> => {
    readAtMs = monotonicMs();
    const asked = { askedMs: readAtMs, takenWhenAsked: clock.taken };
    isReading = true;
    const held = await own.held();
    isReading = false;
    const answeredMs = monotonicMs();
    if (held === undefined) return undefined;
    // What was taken before the answer may be reported after it.
    await nextTurn();
    if (held.index !== streamIndex) clock.restart();
    streamIndex = held.index;
    return { ...asked, answeredMs, takenWhenAnswered: clock.taken, heldMs: held.heldMs };
  };

  /** Frames are handed over one at a time: the library may swap those that wait together. */
  const hand = (samples: Int16Array): Promise<void> => {
    waitingFrames += 1;
    const handed = last.then(async () => {
      waitingFrames -= 1;
      clock.hand(monotonicMs());
      await stream.write(samples);
      clock.take();
    });
    // Whoever wrote it is told.
    last = handed.catch(() => undefined);
    return handed;
  };

  /** @returns how much had been heard by then */
  const goSilent = async (): Promise<number> => {
    void own.mute(true);
    const expectedMs = clock.heardMs(monotonicMs());
    let deadline: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      deadline = setTimeout(() => {
        resolve(undefined);
      }, answerDeadlineMs);
    });
    const reading = await Promise.race([read(), late]);
    clearTimeout(deadline);
    return reading === undefined ? expectedMs : clock.heardAt(reading);
  };

  return {
    deviceName: stream.deviceName,
    depthMs: () => clock.depthMs(monotonicMs()) + waitingFrames * periodMs,
    leastDepthMs: () => (stream.leastDepthMs?.() ?? 0) + waitingFrames * periodMs,
    get knowsDepth() {
      return clock.isKnown;
    },
    start: () => {
      stream.start();
      void own.watch();
    },
    write: (samples) => {
      const sinceMs = monotonicMs() - readAtMs;
      const isDue = sinceMs >= idleReadingMs || (sinceMs >= readingMs && samples.some(Boolean));
      if (own.isKnown && isDue && !isReading) {
        void read().then((reading) => {
          if (reading !== undefined) clock.read(reading);
        });
      }
      guardTail = 0;
      return hand(samples);
    },
    flush: async () => {
      if (!own.isKnown) {
        silenced = undefined;
        return 0;
      }
      const handedMs = clock.handedMs + waitingFrames * periodMs;
      const heard = silenced ?? goSilent();
      silenced = undefined;
      // Not after the answer: a library that gets no samples meanwhile starts anew.
      for (let n = Math.min(guardTail, waitingFrames); n < guardFrames; n += 1) {
        hand(silence).catch(() => undefined);
      }
      guardTail = guardFrames;
      clearTimeout(unmute);
      unmute = setTimeout(
        () => {
          void own.mute(false);
        },
        clock.depthMs(monotonicMs()) + (waitingFrames - 2) * periodMs,
      );
      return msToSamples(Math.max(0, handedMs - (await heard)), rateHz);
    },
    silence: (isSilent) => {
      if (!own.isKnown || isSilent === (silenced !== undefined)) return;
      silenced = isSilent ? goSilent() : undefined;
      if (!isSilent) void own.mute(false);
    },
    underruns: () => stream.underruns?.() ?? 0,
    quit: async () => {
      clearTimeout(unmute);
      await own.mute(false);
      own.close();
      await stream.quit();
    },
  };
}
