import type { RecordingHeader } from '../../src/recording/types.js';

export const recordingHeader: RecordingHeader = {
  program: '0.0.0-test',
  startedAt: '2026-11-20T18:45:01.234Z',
  target: 'the emulator',
  model: 'gpt-realtime',
  mode: 'hands-free',
  inputRateHz: 24_000,
  outputRateHz: 24_000,
};

/** Left and right samples of a stereo file, as far as its header says. */
export function stereoOf(wav: Uint8Array): {
  readonly left: Int16Array;
  readonly right: Int16Array;
} {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  const frames = Math.floor(view.getUint32(40, true) / 4);
  const left = new Int16Array(frames);
  const right = new Int16Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    left[frame] = view.getInt16(44 + 4 * frame, true);
    right[frame] = view.getInt16(46 + 4 * frame, true);
  }
  return { left, right };
}
