import { monotonicMs } from '../../shared/clock.js';
import { msToSamples } from '../pure/pcm.js';
import type { OutputStream } from './audio-backend.js';
import type { OwnSinkInput } from './own-sink-input.js';

/** Silence written after a flush, so that the device's depth need not be known exactly to unmute before what follows. */
const guardFrames = 6;

/**
 * A speaker whose samples cannot be taken back, behind a server that can mute it: a flush mutes it until what it holds has
 * run out.
 */
export function mutedOutput(
  stream: OutputStream,
  own: Pick<OwnSinkInput, 'isKnown' | 'mute' | 'watch' | 'close'>,
  { rateHz, periodMs }: { readonly rateHz: number; readonly periodMs: number },
): OutputStream {
  let writtenMs = 0;
  let silentFrames = 0;
  let silencedMs: number | undefined;
  let unmute: NodeJS.Timeout | undefined;
  const silence = new Int16Array(msToSamples(periodMs, rateHz));

  /** What was written and not heard at a moment, milliseconds. */
  const heldMs = (atMs: number): number => Math.max(0, stream.depthMs() - (atMs - writtenMs));

  const write = (samples: Int16Array): Promise<void> => {
    writtenMs = monotonicMs();
    return stream.write(samples);
  };

  return {
    deviceName: stream.deviceName,
    depthMs: () => stream.depthMs() + silentFrames * periodMs,
    start: () => {
      stream.start();
      void own.watch();
    },
    write: async (samples) => {
      while (silentFrames > 0) {
        silentFrames -= 1;
        await write(silence);
      }
      await write(samples);
    },
    flush: () => {
      const sinceMs = silencedMs;
      silencedMs = undefined;
      if (!own.isKnown) return Promise.resolve(0);
      // Not waited for: a library that gets no samples meanwhile starts anew.
      void own.mute(true);
      const nowMs = monotonicMs();
      const leftMs = heldMs(nowMs);
      silentFrames = guardFrames;
      clearTimeout(unmute);
      unmute = setTimeout(
        () => {
          void own.mute(false);
        },
        leftMs + (guardFrames - 2) * periodMs,
      );
      const heardLessMs = sinceMs === undefined ? 0 : nowMs - sinceMs;
      return Promise.resolve(msToSamples(leftMs + heardLessMs, rateHz));
    },
    silence: (isSilent) => {
      if (!own.isKnown || isSilent === (silencedMs !== undefined)) return;
      silencedMs = isSilent ? monotonicMs() : undefined;
      void own.mute(isSilent);
    },
    quit: async () => {
      clearTimeout(unmute);
      await own.mute(false);
      own.close();
      await stream.quit();
    },
  };
}
