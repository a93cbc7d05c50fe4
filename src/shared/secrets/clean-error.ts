import { messageOf, VoiceliveError } from '../errors.js';
import type { Secrets } from './registry.js';

/** The same error without secrets in what is printed of it; the cause is left out, as it may hold them as well. */
export function withoutSecrets(thrown: unknown, secrets: Pick<Secrets, 'hide'>): Error {
  const message = secrets.hide(messageOf(thrown));
  if (thrown instanceof VoiceliveError) {
    const { code, exitCode, hint } = thrown;
    return new VoiceliveError(message, {
      code,
      exitCode,
      ...(hint === undefined ? {} : { hint: secrets.hide(hint) }),
    });
  }
  const error = new Error(message);
  error.stack = secrets.hide(thrown instanceof Error ? (thrown.stack ?? '') : '');
  return error;
}
