import { VoiceliveError } from '../../../src/shared/errors.js';

/** The VoiceliveError that `action` throws. */
export function caught(action: () => unknown): VoiceliveError {
  try {
    action();
  } catch (thrown) {
    return expected(thrown);
  }
  throw new Error('nothing was thrown');
}

/** The VoiceliveError that `promise` is rejected with. */
export async function rejected(promise: Promise<unknown>): Promise<VoiceliveError> {
  try {
    await promise;
  } catch (thrown) {
    return expected(thrown);
  }
  throw new Error('nothing was thrown');
}

function expected(thrown: unknown): VoiceliveError {
  if (thrown instanceof VoiceliveError) return thrown;
  throw thrown;
}
