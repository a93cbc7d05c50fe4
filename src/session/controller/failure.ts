import type { VoiceliveError } from '../../shared/errors.js';
import type { Failure } from '../failure.js';

/** An expected error as data, for state, log and recording. */
export function failureOf(error: VoiceliveError): Failure {
  return {
    code: error.code,
    sentence: error.message,
    exitCode: error.exitCode,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}
