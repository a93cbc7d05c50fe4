import type { Input } from './inputs.js';
import type { SessionState } from './state.js';

/**
 * Something that follows a session: a recording, JSON lines, expectations of a script. Every output gets the same; one
 * that throws is dropped, and the session continues without it.
 */
export interface SessionOutput {
  /** For the notice that says it was dropped, e.g. `recording`. */
  readonly name: string;
  /** Every input of the session, from its first, before it takes effect. */
  input(input: Input): void;
  /**
   * One frame of the microphone (mono PCM16 at the input rate) as it is recorded and sent, taken at `atMs` of the
   * monotonic clock. An output that keeps audio returns where the frame starts on its own clock: inputs refer to it.
   * @param follows no frame is known to be lost between this one and the one before
   */
  microphone?(samples: Int16Array, atMs: number, follows: boolean): number;
  /**
   * One frame for the speaker (mono PCM16 at the output rate), whose first sample was heard at `atMs`. Returns as above.
   * @param follows it was handed over right behind the frame before, without silence between them
   */
  heard?(samples: Int16Array, atMs: number, follows: boolean): number;
  /**
   * The speaker was flushed or lost: of the samples given to `heard`, the last so many were not heard. Returns how much of
   * the output's audio became silence, in milliseconds.
   */
  unheard?(samples: number): number;
  /** A piece of the avatar's video, decoded. */
  video?(codec: string, bytes: Uint8Array): void;
  /**
   * Idempotent; flushes within its deadline.
   * @param last the state after the last input; absent when the output was dropped before
   */
  close(last?: SessionState): Promise<void>;
}

/** The recording of a session. */
export interface SessionRecording extends SessionOutput {
  /** Folder of the recording. */
  readonly path: string;
  /** What was recorded and what was not; final once it is closed. */
  outcome(): RecordingOutcome;
}

/** What has become of a recording, in words. */
export interface RecordingOutcome {
  readonly recorded: string;
  /** Undefined when everything was recorded. */
  readonly missing?: string;
}

/** Where a recording is, what is in it and, if it is not complete, what is not. */
export function outcomeWords(recording: Pick<SessionRecording, 'path' | 'outcome'>): string {
  const { recorded, missing } = recording.outcome();
  return missing === undefined
    ? `${recording.path}: ${recorded}`
    : `${recording.path}: incomplete. Recorded: ${recorded}. Not recorded: ${missing}.`;
}
