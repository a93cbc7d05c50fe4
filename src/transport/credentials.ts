import type { Clock } from '../shared/clock.js';
import { VoiceliveError, exitCodes } from '../shared/errors.js';
import { bearerToken, type BearerSource } from './credentials/bearer.js';
import {
  entraSource,
  type EntraSettings,
  type Token,
  type TokenSource,
} from './credentials/entra.js';
import { entraHints, explainEntraFailure } from './credentials/entra-failure.js';

/** How the client authenticates. */
export type Credential =
  /** A key of the resource. */
  | { readonly kind: 'key'; readonly key: string }
  | EntraCredential
  | BearerCredential
  /** The token that the built-in emulator made for this run. */
  | { readonly kind: 'emulator-token'; readonly token: string };

/** A token of Microsoft Entra ID. */
type EntraCredential = { readonly kind: 'entra' } & EntraSettings;

/** A token that the user gets elsewhere. */
interface BearerCredential {
  readonly kind: 'bearer';
  readonly from: BearerSource;
}

type TokenCredential = EntraCredential | BearerCredential;

/** Headers of one connection, and the secret in them, to be kept out of every text. */
export interface ConnectHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly secret: string;
}

/** A token that ends within this time is renewed before a connection: it has to last for the handshake of a slow line. */
const renewBeforeMs = 5 * 60_000;

/** What is known of a way to get tokens; kept for the process, as signing in may take a person. */
interface Held {
  source?: Promise<TokenSource>;
  token?: Token;
  /** By the user. */
  signedIn?: Promise<void>;
}

const held = new Map<string, Held>();

function heldFor(credential: TokenCredential): Held {
  const key = JSON.stringify(credential);
  const known = held.get(key) ?? {};
  held.set(key, known);
  return known;
}

function sourceOf(credential: EntraCredential): Promise<TokenSource> {
  const known = heldFor(credential);
  known.source ??= entraSource(credential, () => undefined);
  return known.source;
}

/**
 * Lets the user sign in where nothing but a person gives a token: before anything else uses the terminal. Once for the
 * process.
 * @param tell shows the user what to do
 * @throws VoiceliveError exit code 3 when there is no token then, or `signal` was aborted
 */
export async function signIn(
  credential: Credential,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (credential.kind !== 'entra') return;
  if (credential.credential !== 'device-code' && credential.credential !== 'browser') return;
  const known = heldFor(credential);
  known.signedIn ??= askToSignIn(credential, tell, signal);
  try {
    await known.signedIn;
  } catch (thrown) {
    delete known.signedIn;
    throw thrown;
  }
}

async function askToSignIn(
  credential: EntraCredential,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const source = await entraSource(credential, tell);
    await source.signIn?.(signal);
    const token = await source.get(signal);
    Object.assign(heldFor(credential), { source: Promise.resolve(source), token });
  } catch (thrown) {
    if (signal.aborted)
      throw refuse('The sign-in was abandoned.', 'entra-aborted', 'Start again to sign in.');
    throw explainEntraFailure(thrown, credential.credential);
  }
}

/** A token that the service refused is not used again. */
export function forgetToken(credential: Credential): void {
  if (credential.kind === 'entra' || credential.kind === 'bearer') delete heldFor(credential).token;
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

async function tokenFor(
  credential: TokenCredential,
  clock: Clock,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<string> {
  const known = heldFor(credential);
  if (known.token !== undefined && known.token.expiresAtMs - Date.now() > renewBeforeMs)
    return known.token.token;
  known.token = await newToken(credential, clock, deadlineMs, signal);
  return known.token.token;
}

async function newToken(
  credential: TokenCredential,
  clock: Clock,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<Token> {
  const isEntra = credential.kind === 'entra';
  const hint = isEntra
    ? entraHints[credential.credential]
    : 'Check --token-command: it must print the token and end.';
  const giveUp = new AbortController();
  let cancelDeadline = (): void => undefined;
  let noLongerWanted = (): void => undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    noLongerWanted = (): void => {
      reject(refuse('The connection attempt was abandoned.', 'entra-aborted', hint));
    };
    signal.addEventListener('abort', noLongerWanted, { once: true });
    cancelDeadline = clock.after(deadlineMs, () => {
      const sentence = `No ${isEntra ? 'Entra' : 'bearer'} token arrived within ${Math.round(deadlineMs / 100) / 10} s.`;
      reject(refuse(sentence, 'entra-timeout', hint));
      giveUp.abort();
    });
  });
  const either = AbortSignal.any([signal, giveUp.signal]);
  const asked = isEntra
    ? sourceOf(credential).then((source) => source.get(either))
    : bearerToken(credential.from, either);
  try {
    return await Promise.race([asked, tooLate]);
  } catch (thrown) {
    if (thrown instanceof VoiceliveError || !isEntra) throw thrown;
    throw explainEntraFailure(thrown, credential.credential);
  } finally {
    cancelDeadline();
    signal.removeEventListener('abort', noLongerWanted);
  }
}

/**
 * The authentication header for one connection: `api-key` or `Authorization: Bearer` (Voice Live API reference
 * 2026-07-15, "Authentication"). A token that is near its end is renewed.
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
    case 'entra':
    case 'bearer': {
      const token = await tokenFor(credential, clock, entraDeadlineMs, signal);
      const what = credential.kind === 'entra' ? 'The Entra token' : 'The bearer token';
      const secret = headerSafe(token, what);
      return { headers: { Authorization: `Bearer ${secret}` }, secret };
    }
  }
}
