import { VoiceliveError, exitCodes, messageOf } from '../../shared/errors.js';

/** An expected failure of sound as plain data, so that it can cross a process boundary. */
export interface SoundRefusal {
  /** Stable; e.g. `no-audio-device`, `audio-device-busy` or `audio-not-built`. */
  readonly code: string;
  readonly sentence: string;
  readonly hint: string;
}

/** A refusal on its way up inside one process. */
export class SoundRefusedError extends Error {
  readonly refusal: SoundRefusal;

  constructor(refusal: SoundRefusal) {
    super(refusal.sentence);
    this.refusal = refusal;
  }
}

/** The refusal as the program's error, exit code 4. */
export function soundError(refusal: SoundRefusal, cause?: unknown): VoiceliveError {
  return new VoiceliveError(refusal.sentence, {
    code: refusal.code,
    hint: refusal.hint,
    exitCode: exitCodes.sound,
    cause,
  });
}

/** The error that says why the audio host could not be started. */
export function hostFailure(error: unknown): VoiceliveError {
  if (error instanceof VoiceliveError) return error;
  return soundError(
    {
      code: 'audio-host-failed',
      sentence: `the audio host cannot be started: ${messageOf(error)}`,
      hint: 'voicelive doctor tells more',
    },
    error,
  );
}
