import type { SessionState } from '../state.js';

/** Levels of the meters are not lower than this, dBFS. */
export const silenceDb = -60;

/** Peaks of the last moment, dBFS. */
export interface Levels {
  readonly microphoneDb: number;
  readonly speakerDb: number;
}

/** The levels that the meters show; above silence they are followed by more, or fade. */
export function levelsReported(state: SessionState, levels: Levels): SessionState {
  const { microphoneDb, speakerDb } = levels;
  const isSilent = Math.max(microphoneDb, speakerDb) <= silenceDb;
  const levelsAtMs = isSilent ? undefined : state.nowMs;
  return { ...state, playback: { ...state.playback, microphoneDb, speakerDb, levelsAtMs } };
}

/** No more frames came: the meters fall to silence. */
export function levelsFaded(state: SessionState): SessionState {
  return levelsReported(state, { microphoneDb: silenceDb, speakerDb: silenceDb });
}
