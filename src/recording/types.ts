import type { Input } from '../session/inputs.js';
import type { SessionRecording } from '../session/session-output.js';
import type { SessionState } from '../session/state.js';

/**
 * Writes one session to `<folder>/session.wav` and `<folder>/events.jsonl`. Never throws and never blocks after it was
 * opened: trouble with the disk is reported through `onTrouble`, and writing is tried again.
 */
export interface Recorder extends SessionRecording {
  readonly name: 'recording';
  /** Adds an input to the event log. Inputs hold neither PCM nor secrets. */
  input(input: Input): void;
  /**
   * One frame of the microphone track (mono PCM16 at `inputRateHz`), taken at `atMs` of the monotonic clock.
   * Returns the first sample's offset on the recording's clock, in samples of the WAV's rate.
   * @param follows no frame is known to be lost between this one and the one before: when it is late, it was only held up
   */
  microphone(samples: Int16Array, atMs: number, follows?: boolean): number;
  /**
   * One frame for the speaker (mono PCM16 at `outputRateHz`), whose first sample was heard at `atMs` of the monotonic clock.
   * Returns its offset as above.
   * @param follows it was handed over right behind the frame before, without silence between them
   */
  heard(samples: Int16Array, atMs: number, follows?: boolean): number;
  /**
   * The speaker was flushed or lost: of the samples for it, the last so many were not heard and become silence. Returns how
   * long they were, in milliseconds.
   */
  unheard(samples: number): number;
  /** A piece of the avatar's video, decoded; kept in `video.<codec>` beside the WAV. */
  video(codec: string, bytes: Uint8Array): void;
  /**
   * Idempotent; flushes and closes within its deadline.
   * @param last the state after the last input: its digest ends the event log, so that the recording can be checked
   */
  close(last?: SessionState): Promise<void>;
}
