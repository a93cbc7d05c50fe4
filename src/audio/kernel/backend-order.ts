import { VoiceliveError, exitCodes } from '../../shared/errors.js';
import type { BackendChoice, BackendName } from './engine-types.js';

/** The backend in use; `reason` says why it is not the first choice. */
export interface ChosenBackend<T> {
  readonly backend: BackendName;
  readonly reason?: string;
  readonly value: T;
}

/** The backends to try, in order. */
export function backendsOf(choice: BackendChoice): readonly BackendName[] {
  switch (choice) {
    case 'auto':
      return ['portaudio', 'exec'];
    case 'portaudio':
    case 'exec':
      return [choice];
    case 'none':
      return [];
  }
}

/**
 * Tries one backend after the other. PortAudio may not be built, may abort (it does on Apple Silicon) or may find no
 * device where system programs do.
 * @throws VoiceliveError the first backend's error when all fail: its fix is the better one
 */
export async function firstBackend<T>(
  choice: BackendChoice,
  open: (backend: BackendName) => Promise<T>,
): Promise<ChosenBackend<T>> {
  let first: VoiceliveError | undefined;
  for (const backend of backendsOf(choice)) {
    try {
      const value = await open(backend);
      return { backend, value, ...(first && { reason: first.message }) };
    } catch (error) {
      if (!(error instanceof VoiceliveError) || error.exitCode !== exitCodes.sound) throw error;
      first ??= error;
    }
  }
  throw first ?? new Error('no backend to try');
}
