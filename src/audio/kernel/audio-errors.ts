import { VoiceliveError, exitCodes, messageOf } from '../../shared/errors.js';

/** An expected audio failure as plain data, so that it can cross a process boundary. */
export interface AudioRefusal {
  /** Stable; e.g. `no-audio-device`, `audio-device-busy` or `audio-not-built`. */
  readonly code: string;
  readonly sentence: string;
  readonly hint: string;
}

/** A refusal as an exception within one process. */
export class AudioRefusedError extends Error {
  readonly refusal: AudioRefusal;

  constructor(refusal: AudioRefusal) {
    super(refusal.sentence);
    this.refusal = refusal;
  }
}

/** The refusal as the program's error, exit code 4. */
export function audioError(refusal: AudioRefusal, cause?: unknown): VoiceliveError {
  return new VoiceliveError(refusal.sentence, {
    code: refusal.code,
    hint: refusal.hint,
    exitCode: exitCodes.sound,
    cause,
  });
}

/** The error for an audio host that could not be started. */
export function hostFailure(error: unknown): VoiceliveError {
  if (error instanceof VoiceliveError) return error;
  return audioError(
    {
      code: 'audio-host-failed',
      sentence: `the audio host cannot be started: ${messageOf(error)}`,
      hint: 'Run voicelive doctor for details.',
    },
    error,
  );
}
