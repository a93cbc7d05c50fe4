import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';
import { plainLine } from './plain-text.js';
import type { Clock } from '../shared/clock.js';

/** How the client authenticates. */
export type Credential =
  /** A key of the resource. */
  | { readonly kind: 'key'; readonly key: string }
  /** A token of Microsoft Entra ID through DefaultAzureCredential. */
  | { readonly kind: 'entra' }
  /** The token that the built-in emulator made for this run. */
  | { readonly kind: 'emulator-token'; readonly token: string };

/** Headers of one connection, and the secret in them, to be kept out of every text. */
export interface ConnectHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly secret: string;
}

interface TokenSource {
  getToken(scope: string, options: { abortSignal: AbortSignal }): Promise<{ token: string }>;
}

/** Scope of the service (Voice Live how-to, "Authentication"; agent mode accepts no other). */
const entraScope = 'https://ai.azure.com/.default';
const entraHint =
  'Run "az login" (or "azd auth login"), or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; with a key, use --auth key.';

let azureCredential: TokenSource | undefined;

/** One for the process: it caches the source that works, and its tokens until they expire. */
async function tokenSource(): Promise<TokenSource> {
  if (azureCredential === undefined) {
    const { DefaultAzureCredential } = await import('@azure/identity');
    azureCredential ??= new DefaultAzureCredential();
  }
  return azureCredential;
}

function refuse(sentence: string, code: string, hint: string, cause?: unknown): VoiceliveError {
  return new VoiceliveError(sentence, { code, hint, cause, exitCode: exitCodes.authentication });
}

function headerSafe(secret: string, what: string): string {
  if (!/^[\x21-\x7e]+$/.test(secret)) {
    const hint = 'Copy it again without spaces, quotes or line breaks.';
    throw secret === ''
      ? refuse(`${what} is empty.`, 'credential-empty', hint)
      : refuse(`${what} contains spaces or control characters.`, 'credential-malformed', hint);
  }
  return secret;
}

async function entraToken(clock: Clock, deadlineMs: number, signal: AbortSignal): Promise<string> {
  const giveUp = new AbortController();
  let cancelDeadline = (): void => undefined;
  let noLongerWanted = (): void => undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    noLongerWanted = (): void => {
      reject(refuse('The connection attempt was abandoned.', 'entra-aborted', entraHint));
    };
    signal.addEventListener('abort', noLongerWanted, { once: true });
    cancelDeadline = clock.after(deadlineMs, () => {
      const sentence = `No Entra token arrived within ${Math.round(deadlineMs / 100) / 10} s.`;
      reject(refuse(sentence, 'entra-timeout', entraHint));
      giveUp.abort();
    });
  });
  const asked = tokenSource().then((source) =>
    source.getToken(entraScope, { abortSignal: AbortSignal.any([signal, giveUp.signal]) }),
  );
  try {
    return (await Promise.race([asked, tooLate])).token;
  } catch (thrown) {
    if (thrown instanceof VoiceliveError) throw thrown;
    const why = plainLine(messageOf(thrown), 240);
    throw refuse(`Could not get an Entra token: ${why}`, 'entra-failed', entraHint, thrown);
  } finally {
    cancelDeadline();
    signal.removeEventListener('abort', noLongerWanted);
  }
}

/**
 * The authentication header for one connection: `api-key` or `Authorization: Bearer` (Voice Live API reference
 * 2026-07-15, "Authentication"). Fetched again for each connection, because tokens expire soon.
 *
 * @throws VoiceliveError (exit code 3): a key that cannot be a key, no token, no token within `entraDeadlineMs`.
 */
export async function connectHeaders(
  credential: Credential,
  entraDeadlineMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<ConnectHeaders> {
  switch (credential.kind) {
    case 'key': {
      const secret = headerSafe(credential.key, 'The API key');
      return { headers: { 'api-key': secret }, secret };
    }
    case 'emulator-token': {
      const secret = headerSafe(credential.token, "The emulator's token");
      return { headers: { 'api-key': secret }, secret };
    }
    case 'entra': {
      const secret = headerSafe(
        await entraToken(clock, entraDeadlineMs, signal),
        'The Entra token',
      );
      return { headers: { Authorization: `Bearer ${secret}` }, secret };
    }
  }
}
