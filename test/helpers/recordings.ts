import type { RecordingHeader } from '../../src/recording/lines/header-shape.js';
import type { SessionOptions } from '../../src/session/state.js';
import { readWavLayout } from '../../src/recording/wav-layout.js';
import { handsFree } from './session.js';

/** The header of a recording of a hands-free session, with options changed as a test needs them. */
export function recordingHeader(options: Partial<SessionOptions> = {}): RecordingHeader {
  return {
    program: '0.0.0-test',
    startedAt: '2026-11-20T18:45:01.234Z',
    options: { ...handsFree, ...options },
  };
}

/** Left and right samples of a stereo file, as far as its header says. */
export function stereoOf(wav: Uint8Array): {
  readonly left: Int16Array;
  readonly right: Int16Array;
} {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  const { dataAt } = readWavLayout(wav);
  // Not `dataBytes`: a size of 0 is that of a recording without sound here.
  const frames = Math.floor(view.getUint32(dataAt - 4, true) / 4);
  const left = new Int16Array(frames);
  const right = new Int16Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    left[frame] = view.getInt16(dataAt + 4 * frame, true);
    right[frame] = view.getInt16(dataAt + 2 + 4 * frame, true);
  }
  return { left, right };
}
