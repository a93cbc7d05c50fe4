import { describe, expect, it } from 'vitest';
import { lossFlushId } from '../../../../src/audio/kernel/engine-types.js';
import type { AudioEvent } from '../../../../src/audio/kernel/engine-types.js';
import { HostPlayback } from '../../../../src/audio/host-client/host-playback.js';
import type { ParentMessage } from '../../../../src/audio/host/host-messages.js';
import type { LedgerEntry, PlayedSpan } from '../../../../src/audio/pure/playback-types.js';
import { PlaybackQueue } from '../../../../src/audio/pure/playback-queue.js';
import { Playout } from '../../../../src/audio/pure/playout.js';

/** Runs of the property; `VOICELIVE_RUNS=10000` is the long form. */
const runs = Number(process.env['VOICELIVE_RUNS'] ?? 200);

const rateHz = 8000;
const frameMs = 20;
const frameSamples = (rateHz * frameMs) / 1000;

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Sample `index` of an item: tells both, in steps too small to need a fade. */
function numberOf(item: number, index: number): number {
  return ((index * 7 + item * 37) % 241) - 120;
}

/** A device that holds `depthFrames` and knows every sample that it got. */
class NumberedDevice {
  readonly playout = new Playout(rateHz, frameSamples, new PlaybackQueue(rateHz, 40 * rateHz));
  readonly #depthMs: number;
  /** Everything handed over, silence included, and when the first sample of it comes out of the speaker. */
  readonly frames: {
    readonly samples: Int16Array;
    readonly spans: readonly PlayedSpan[];
    readonly outMs: number;
  }[] = [];

  constructor(depthFrames: number) {
    this.#depthMs = depthFrames * frameMs;
  }

  take(nowMs: number, onHeard: (samples: Int16Array, spans: readonly PlayedSpan[]) => void): void {
    const { samples, sound } = this.playout.pull();
    const spans = sound?.spans ?? [];
    this.frames.push({ samples, spans, outMs: nowMs + this.#depthMs - frameMs });
    if (sound === undefined) return;
    onHeard(samples, spans);
  }

  /** Samples of an item that have come out of the speaker at `nowMs`. */
  cameOut(itemId: string, nowMs: number): number {
    let count = 0;
    for (const { spans, outMs } of this.frames) {
      let at = 0;
      for (const span of spans) {
        for (let n = at; n < at + span.samples; n += 1) {
          const isOut = outMs + (n + 1) / (rateHz / 1000) <= nowMs + 1e-9;
          if (isOut && span.itemId === itemId) count += 1;
        }
        at += span.samples;
      }
    }
    return count;
  }

  /** Every sample handed over of an item, in order. */
  played(itemId: string): readonly number[] {
    return this.frames.flatMap(({ samples, spans }) => {
      let at = 0;
      return spans.flatMap((span) => {
        const from = at;
        at += span.samples;
        return span.itemId === itemId ? [...samples.subarray(from, at)] : [];
      });
    });
  }

  /** What lies outside of all items is silence. */
  isSilentBetween(): boolean {
    return this.frames.every(({ samples, spans }) => {
      const sound = spans.reduce((sum, span) => sum + span.samples, 0);
      return samples.subarray(sound).every((sample) => sample === 0);
    });
  }
}

interface Outcome {
  readonly cut: number;
  readonly deleted: number;
  readonly lost: number;
  readonly playedOut: number;
}

function playRandomConversation(seed: number): Outcome {
  const random = randomNumbers(seed);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const depthFrames = 1 + upTo(5);
  let device = new NumberedDevice(depthFrames);
  let nowMs = 0;
  let tickMs = 0;
  let item = 0;
  let flushId = 0;
  const received = new Map<string, number>();
  const gone = new Set<string>();
  const outcome = { cut: 0, deleted: 0, lost: 0, playedOut: 0 };

  const playback = new HostPlayback(
    rateHz,
    (message: ParentMessage) => {
      if (message.type === 'play')
        device.playout.push(message.itemId, message.contentIndex, message.samples);
      if (message.type === 'finish') device.playout.finish(message.itemId, message.contentIndex);
      if (message.type === 'flush') {
        const items = device.playout.flush();
        playback.flushed({ type: 'flushed', flushId: message.flushId, items, unheardSamples: 0 });
      }
    },
    (event: AudioEvent) => {
      if (event.type !== 'flushed') return;
      for (const entry of event.items) {
        if (event.flushId === lossFlushId) checkLost(entry);
        else checkCut(entry);
        gone.add(entry.itemId);
      }
    },
  );
  playback.resume();

  const checkCut = (entry: LedgerEntry): void => {
    const { itemId, receivedSamples, playedSamples } = entry;
    expect(receivedSamples).toBe(received.get(itemId));
    // What the service is told is what comes out in the end.
    const audioEndMs = Math.floor((playedSamples * 1000) / rateHz);
    const cameOutMs = (device.cameOut(itemId, Number.POSITIVE_INFINITY) * 1000) / rateHz;
    expect(audioEndMs).toBeLessThanOrEqual(cameOutMs);
    expect(cameOutMs - audioEndMs).toBeLessThan(1);
    if (playedSamples === 0) outcome.deleted += 1;
    else outcome.cut += 1;
  };
  /** What sat in the dead device was never heard. */
  const checkLost = ({ itemId, playedSamples }: LedgerEntry): void => {
    expect(playedSamples).toBe(device.cameOut(itemId, nowMs));
    outcome.lost += 1;
  };
  const pass = (): void => {
    tickMs += frameMs;
    nowMs = tickMs;
    device.take(nowMs, (samples, spans) => {
      for (const { itemId } of spans) expect(gone.has(itemId)).toBe(false);
      playback.played({
        samples,
        spans,
        follows: true,
        atMs: nowMs,
        depthMs: depthFrames * frameMs,
      });
    });
  };
  const lose = (): void => {
    nowMs = tickMs;
    playback.lose(nowMs);
    device = new NumberedDevice(depthFrames);
    playback.resume();
  };

  for (let step = 0; step < 120; step += 1) {
    const itemId = `item-${item}`;
    const dice = random();
    // Between two frames of the device, at any time.
    nowMs = tickMs + random() * frameMs;
    if (dice < 0.35) {
      const from = received.get(itemId) ?? 0;
      const samples = Int16Array.from({ length: upTo(1200) }, (_, n) => numberOf(item, from + n));
      if (!gone.has(itemId)) {
        playback.play(itemId, 0, samples);
        if (samples.length > 0) received.set(itemId, from + samples.length);
      }
    } else if (dice < 0.4) {
      playback.finish(itemId, 0);
      item += 1;
    } else if (dice < 0.5) {
      for (let n = upTo(3); n >= 0; n -= 1) playback.flush((flushId += 1));
      item += 1;
    } else if (dice < 0.51) {
      lose();
      item += 1;
    } else {
      pass();
    }
  }
  playback.finish(`item-${item}`, 0);
  for (let n = 0; n < 1000 && device.playout.queuedSamples > 0; n += 1) pass();
  pass();
  expect(device.playout.queuedSamples).toBe(0);
  for (const [itemId, samples] of received) {
    const mine = device.played(itemId);
    const number = Number(itemId.slice('item-'.length));
    expect(mine.findIndex((value, n) => value !== numberOf(number, n))).toBe(-1);
    if (gone.has(itemId) || mine.length === 0) continue;
    expect(mine.length).toBe(samples);
    outcome.playedOut += 1;
  }
  expect(device.isSilentBetween()).toBe(true);
  return outcome;
}

describe('interruptions of a device that numbers every sample', () => {
  it(
    'leave nothing of the cancelled reply behind, play all of the next, and count what comes out',
    { timeout: 20_000 + runs * 60 },
    () => {
      const total = { cut: 0, deleted: 0, lost: 0, playedOut: 0 };
      for (let seed = 1; seed <= runs; seed += 1) {
        const { cut, deleted, lost, playedOut } = playRandomConversation(seed);
        total.cut += cut;
        total.deleted += deleted;
        total.lost += lost;
        total.playedOut += playedOut;
      }
      // The schedules do meet what they are about.
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(runs / 10);
    },
  );
});
