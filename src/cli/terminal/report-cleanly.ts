import { exitCodes } from '../../shared/errors.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import { reportError, writeDiagnostic } from './report.js';

let ofSession: Pick<Secrets, 'hide'> | undefined;

/** Reports hide what a session knows to be secret, until the result is called. */
export function hideInReports(secrets: Pick<Secrets, 'hide'>): () => void {
  ofSession = secrets;
  return () => {
    if (ofSession === secrets) ofSession = undefined;
  };
}

/** Reports an error without the secrets of the session or, outside one, of the environment. Returns the exit code. */
export async function reportCleanly(thrown: unknown): Promise<number> {
  try {
    const { withoutSecrets } = await import('../../shared/secrets/clean-error.js');
    return reportError(withoutSecrets(thrown, await knownSecrets()));
  } catch {
    // Nothing can be loaded, and the error itself may hold a secret.
    writeDiagnostic('voicelive: Internal error, which cannot be shown.');
    return exitCodes.session;
  }
}

/** What is known to be secret by now. Loaded only when something is to be reported: most runs need none of it. */
export async function knownSecrets(): Promise<Pick<Secrets, 'hide'>> {
  if (ofSession) return ofSession;
  const [{ createSecrets }, { environmentSecrets }] = await Promise.all([
    import('../../shared/secrets/registry.js'),
    import('../../config/files/secrets.js'),
  ]);
  const secrets = createSecrets();
  secrets.learn(environmentSecrets(process.env));
  return secrets;
}
