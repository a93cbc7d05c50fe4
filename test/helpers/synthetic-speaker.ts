import type { AudioEngine, AudioEvent } from '../../src/audio/kernel/engine-types.js';
import type { VirtualTime } from './virtual-time.js';

interface QueuedPart {
  readonly itemId: string;
  readonly contentIndex: number;
  received: number;
  played: number;
  complete: boolean;
}

const frameSamples = 480;

/** A speaker in virtual time: it takes a frame each 20 ms, and answers a flush with its ledger. */
export function syntheticSpeaker(
  time: VirtualTime,
  tell: (event: AudioEvent) => void,
): AudioEngine {
  let parts: QueuedPart[] = [];
  let ticking = false;

  const tick = (): void => {
    ticking = false;
    const part = parts.find(({ received, played }) => played < received);
    if (part === undefined) return;
    const { itemId, contentIndex, played: fromSample } = part;
    const samples = Math.min(frameSamples, part.received - fromSample);
    part.played += samples;
    const span = { itemId, contentIndex, fromSample, samples };
    tell({
      type: 'played',
      frame: {
        samples: new Int16Array(frameSamples),
        spans: [span],
        follows: true,
        atMs: time.nowMs,
        depthMs: 0,
      },
    });
    parts = parts.filter(({ complete, played, received }) => !complete || played < received);
    start();
  };
  const start = (): void => {
    if (ticking) return;
    ticking = true;
    time.after(20, tick);
  };
  const partOf = (itemId: string): QueuedPart | undefined =>
    parts.find((part) => part.itemId === itemId);

  return {
    microphone: 'none',
    microphoneEnds: false,
    start: () => Promise.resolve(),
    beginInput: () => undefined,
    muteSpeaker: () => undefined,
    silenceSpeaker: () => undefined,
    play(itemId, contentIndex, samples) {
      const known = partOf(itemId);
      if (known) known.received += samples.length;
      else
        parts.push({ itemId, contentIndex, received: samples.length, played: 0, complete: false });
      start();
    },
    finish(itemId) {
      const part = partOf(itemId);
      if (part) part.complete = true;
    },
    flush(flushId) {
      const items = parts.map(({ itemId, contentIndex, received, played }) => ({
        itemId,
        contentIndex,
        receivedSamples: received,
        playedSamples: played,
      }));
      parts = [];
      time.after(1, () => {
        tell({ type: 'flushed', flushId, items });
      });
    },
    close: () => Promise.resolve(),
  };
}
