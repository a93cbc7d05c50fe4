import { levelFrameMs, noLevelDb, powerDb } from './frame-levels.js';

/** A stretch of voice, milliseconds from the start of the sound. */
export interface VoiceSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** Frames over the noise floor by more than this are voice ... */
export const onDb = 10;
/** ... and so are their neighbours over it by more than this. */
export const offDb = 6;
/** Bounds of the noise floor, dBFS: digital silence has none, and a loud steady voice is no noise. */
const lowestFloorDb = -65;
const highestFloorDb = -30;
/** Beside digital silence, what is louder all the time is no noise. */
const loudestNoiseDb = -45;
/** Blocks in which the floor is estimated, and how many of them on both sides it is the least of. */
const blockFrames = 100;
const blocksAround = 3;
/** Share of a block's frames that lie below its floor: the pauses between words. */
const floorShare = 0.1;
/** Less voice in a row is a click. */
export const clickMs = 30;

/** The noise floor in dBFS, for blocks of one second: the least of seven neighbours, so that speech does not raise it. */
function noiseFloors(power: Float32Array): Float32Array {
  const blocks = Math.ceil(power.length / blockFrames);
  const own = Float32Array.from({ length: blocks }, (_, block) =>
    powerDb(floorShareOf(power.slice(block * blockFrames, (block + 1) * blockFrames))),
  );
  return own.map((_, block) =>
    floorDb(own.subarray(Math.max(0, block - blocksAround), block + blocksAround + 1)),
  );
}

/** The power below which the pauses between words are. */
export function floorShareOf(power: Float32Array): number {
  return power.sort()[Math.floor(power.length * floorShare)] ?? 0;
}

/** The noise floor, dBFS, of blocks with these floors. */
export function floorDb(blocks: ArrayLike<number>): number {
  // A muted microphone is digital silence: that is not the floor of its noise, but that of a voice from a file.
  const all = Array.from(blocks);
  const soundingDb = Math.min(...all.filter((db) => db > noLevelDb));
  const floor = soundingDb <= loudestNoiseDb ? soundingDb : Math.min(...all);
  return Math.max(lowestFloorDb, Math.min(highestFloorDb, floor));
}

/**
 * Finds voice by energy over an adaptive noise floor, with hysteresis: a stretch of frames over the floor by 6 dB, of
 * which at least one is over it by 10 dB, and which lasts at least 30 ms. Where in its first and last frame the voice
 * begins and ends is estimated from their power, so that the edges are more exact than a frame.
 * @param power of each frame of 10 ms, where 1 is that of full scale
 */
export function findVoice(power: Float32Array): readonly VoiceSpan[] {
  const floors = noiseFloors(power);
  const thresholds = floors.map((db) => 10 ** ((db + offDb) / 10));
  const ratio = 10 ** ((onDb - offDb) / 10);
  const spans: VoiceSpan[] = [];
  let from = -1;
  let isVoice = false;
  for (let frame = 0; frame <= power.length; frame += 1) {
    const threshold = thresholds[Math.floor(frame / blockFrames)] ?? Number.POSITIVE_INFINITY;
    const level = power[frame] ?? 0;
    if (level > threshold) {
      if (from < 0) from = frame;
      isVoice ||= level > threshold * ratio;
      continue;
    }
    if (isVoice) {
      const span = withinFrames(power, from, frame - 1);
      if (span.endMs - span.startMs >= clickMs) spans.push(span);
    }
    from = -1;
    isVoice = false;
  }
  return spans;
}

/** The edges of voice inside its first and last frame: the share of the neighbour's power that these frames have. */
function withinFrames(power: Float32Array, first: number, last: number): VoiceSpan {
  const share = (edge: number, inner: number): number =>
    first === last ? 1 : Math.min(1, (power[edge] ?? 0) / (power[inner] ?? 1));
  return {
    startMs: (first + 1 - share(first, first + 1)) * levelFrameMs,
    endMs: (last + share(last, last - 1)) * levelFrameMs,
  };
}

/** The same voice with pauses shorter than `pauseMs` filled. */
export function joinVoice(spans: readonly VoiceSpan[], pauseMs: number): readonly VoiceSpan[] {
  const joined: VoiceSpan[] = [];
  for (const span of spans) {
    const before = joined.at(-1);
    if (before !== undefined && span.startMs - before.endMs < pauseMs)
      joined[joined.length - 1] = { startMs: before.startMs, endMs: span.endMs };
    else joined.push(span);
  }
  return joined;
}

/** Where both speak. */
export function overlaps(
  left: readonly VoiceSpan[],
  right: readonly VoiceSpan[],
): readonly VoiceSpan[] {
  const found: VoiceSpan[] = [];
  let other = 0;
  for (const span of left) {
    while ((right[other]?.endMs ?? Number.POSITIVE_INFINITY) <= span.startMs) other += 1;
    for (let at = other; (right[at]?.startMs ?? Number.POSITIVE_INFINITY) < span.endMs; at += 1) {
      const { startMs = 0, endMs = 0 } = right[at] ?? {};
      found.push({ startMs: Math.max(span.startMs, startMs), endMs: Math.min(span.endMs, endMs) });
    }
  }
  return found;
}
