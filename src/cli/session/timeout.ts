import { VoiceliveError } from '../../shared/errors.js';

/** Fails after `seconds`; the timer keeps nothing alive. */
export function timeout(seconds: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(
        new VoiceliveError(`The session did not end within ${seconds} s.`, {
          code: 'timeout',
          hint: 'Give it more time with --timeout.',
        }),
      );
    }, seconds * 1000).unref();
  });
}
