import { VoiceliveError, exitCodes } from '../../shared/errors.js';
import type { BackendChoice, BackendName } from './engine-types.js';

/** The backend in use; `reason` says why it is not the first choice. */
export interface ChosenBackend<T> {
  readonly backend: BackendName;
  readonly reason?: string;
  readonly value: T;
}

/**
 * The backends to try, in order. PortAudio reaches every kind of device, but a sound server itself is faster: it comes first
 * for low latency.
 */
export function backendsOf(choice: BackendChoice, lowLatency: boolean): readonly BackendName[] {
  switch (choice) {
    case 'auto':
      return lowLatency && process.platform === 'linux'
        ? ['pulse', 'portaudio', 'exec']
        : ['portaudio', 'pulse', 'exec'];
    case 'portaudio':
    case 'pulse':
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
  { choice, lowLatency }: { readonly choice: BackendChoice; readonly lowLatency: boolean },
  open: (backend: BackendName) => Promise<T>,
): Promise<ChosenBackend<T>> {
  let first: VoiceliveError | undefined;
  for (const backend of backendsOf(choice, lowLatency)) {
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
