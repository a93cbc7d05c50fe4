import type { Input } from '../session/inputs.js';

/** Facts of the header line of `events.jsonl`. */
export interface RecordingHeader {
  /** Version of the program. */
  readonly program: string;
  /** Wall clock of the session's start, ISO 8601 UTC; `nowMs` of every line counts from here. */
  readonly startedAt: string;
  readonly target: string;
  readonly model: string;
  readonly mode: 'hands-free' | 'push-to-talk' | 'text';
  readonly inputRateHz: number;
  readonly outputRateHz: number;
}

/**
 * Writes one session to `<folder>/session.wav` and `<folder>/events.jsonl`. Never throws and never blocks after it was
 * opened: trouble with the disk is told through `onTrouble`, and writing is tried again.
 */
export interface Recorder {
  readonly name: 'recording';
  /** Folder of the recording. */
  readonly path: string;
  /** One line of the event log. Redacted and bounded by the recorder; PCM is not in inputs. */
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
   * The speaker was lost at `diedMs` of the monotonic clock: what stands behind that moment as heard becomes silence.
   * Returns how long it was, in milliseconds.
   */
  unheard(diedMs: number): number;
  /** A piece of the avatar's video, decoded; kept in `video.<codec>` beside the WAV. */
  video(codec: string, bytes: Uint8Array): void;
  /** Idempotent; flushes and closes within its deadline. */
  close(): Promise<void>;
}
