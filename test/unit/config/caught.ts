import { VoiceliveError } from '../../../src/shared/errors.js';

/** The VoiceliveError that `action` throws. */
export function caught(action: () => unknown): VoiceliveError {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof VoiceliveError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
