import { levelFrameMs } from '../../audio/pure/frame-levels.js';
import type { SoundLevels } from '../../analysis/sound/read-sound.js';
import type { PageWaves } from './page-data.js';

/** Stretches of one side: 20 minutes at 10 ms; a longer recording has longer stretches. */
const maxStretches = 120_000;
const fullScale = 32_767;

/** The greatest of each group of peaks, 0 to 1. */
export function peaksOf(peaks: Uint16Array, perStretch: number): readonly number[] {
  const stretches: number[] = [];
  for (let from = 0; from < peaks.length; from += perStretch) {
    const end = Math.min(peaks.length, Math.ceil(from + perStretch));
    let greatest = 0;
    for (let at = Math.floor(from); at < end; at += 1) {
      const peak = peaks[at] ?? 0;
      if (peak > greatest) greatest = peak;
    }
    stretches.push(greatest / fullScale);
  }
  return stretches;
}

export function wavesOf({ user, assistant }: SoundLevels): PageWaves {
  const perStretch = Math.max(1, Math.ceil(user.peak.length / maxStretches));
  const bytes = (peaks: Uint16Array): string =>
    Buffer.from(
      peaksOf(peaks, perStretch).map((peak) => Math.round(255 * Math.sqrt(peak))),
    ).toString('base64');
  return {
    stretchMs: perStretch * levelFrameMs,
    user: bytes(user.peak),
    assistant: bytes(assistant.peak),
  };
}
