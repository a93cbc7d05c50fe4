import { VoiceliveError, exitCodes, type ExitCode } from '../shared/errors.js';
import { clockSkewWords, setClockHint } from './clock-skew.js';
import { plainLine } from './plain-text.js';
import { messageOfBody } from './refusal-body.js';

/** Why a connection was not made. */
export interface Refusal {
  readonly error: VoiceliveError;
  /** Whether the same attempt may succeed later. */
  readonly retryable: boolean;
}

/** What the explanation may name. */
export interface RefusalContext {
  readonly host: string;
  readonly path: string;
  readonly apiVersion: string;
  readonly mode: 'model' | 'agent';
  readonly credentialKind: 'key' | 'entra' | 'bearer' | 'emulator-token';
  /** Blanks the connection's secret: a server may repeat what it was sent. */
  readonly scrub: (text: string) => string;
  /** This machine's clock; absent where it does not matter. */
  readonly wallMs?: number;
}

/** A handshake answered with an HTTP status other than 101. */
export interface HandshakeAnswer {
  readonly status: number;
  readonly body: string;
  readonly location?: string | undefined;
  /** Under which the service knows the request. */
  readonly requestId?: string | undefined;
  /** Its `Date` header. */
  readonly date?: string | undefined;
}

interface Explanation {
  readonly code: string;
  readonly what: string;
  readonly hint: string;
  readonly exitCode?: ExitCode;
  readonly retryable: boolean;
}

const agentNeedsEntra = 'Agent mode does not accept keys: use --auth entra.';

function unauthorized(context: RefusalContext, date: string | undefined): string {
  if (context.mode === 'agent' && context.credentialKind === 'key') return agentNeedsEntra;
  switch (context.credentialKind) {
    case 'key':
      return 'Check that the key in AZURE_VOICELIVE_API_KEY belongs to this resource and has not been rotated; a key is valid only for the resource and region of --endpoint.';
    case 'entra':
      return (
        skewHint(context, date) ??
        'Sign in to the tenant of the resource ("az login --tenant TENANT", or --tenant), with an account that has the roles "Cognitive Services User" and "Foundry User" on it.'
      );
    case 'bearer':
      return (
        skewHint(context, date) ??
        'The token may have expired, or be of another tenant or scope: it must be for https://ai.azure.com/.default.'
      );
    case 'emulator-token':
      return 'Use the token printed by this run of the emulator.';
  }
}

/** A token seems to be over, or not yet valid, where the clock is wrong. */
function skewHint({ host, wallMs }: RefusalContext, date: string | undefined): string | undefined {
  const skew = wallMs === undefined ? undefined : clockSkewWords(date, host, wallMs);
  return skew && `The clock of this machine is ${skew}. ${setClockHint}`;
}

function forbidden(context: RefusalContext): string {
  switch (context.credentialKind) {
    case 'key':
      return context.mode === 'agent'
        ? agentNeedsEntra
        : 'Keys may be switched off for this resource (use --auth entra), or its network rules may block this machine.';
    case 'entra':
    case 'bearer':
      return 'Ask for the roles "Cognitive Services User" and "Foundry User" on the resource, and check its network rules.';
    case 'emulator-token':
      return 'The emulator accepts connections from this machine only.';
  }
}

function redirected(location: string | undefined, context: RefusalContext): string {
  if (location === undefined || !URL.canParse(location, `https://${context.host}`)) {
    return 'Give the final address as --endpoint; redirects are not followed.';
  }
  const { host } = new URL(location, `https://${context.host}`);
  return `It points to ${plainLine(context.scrub(host), 120)}; redirects are not followed because they would receive the key. If you do not know that host, a captive portal is in the way: open a browser and sign in.`;
}

function explain(answer: HandshakeAnswer, context: RefusalContext): Explanation {
  const { status } = answer;
  const exitCode = exitCodes.authentication;
  if (status === 401) {
    const hint = unauthorized(context, answer.date);
    const what = 'did not accept the credential';
    return { code: 'connect-unauthorized', what, hint, exitCode, retryable: false };
  }
  const isPage = /^\s*</.test(answer.body);
  if (status === 403 && isPage) {
    return {
      code: 'connect-blocked',
      what: 'answered with a web page',
      hint: 'A firewall or proxy blocks the connection: have it allow secure WebSockets (wss) to this host.',
      retryable: false,
    };
  }
  if (status === 403) {
    const hint = forbidden(context);
    return { code: 'connect-forbidden', what: 'forbids access', hint, exitCode, retryable: false };
  }
  if (status === 404) {
    const hint = `Check host, path (${plainLine(context.path, 80)}) and --api-version (${plainLine(context.apiVersion, 30)}); the host ends in .services.ai.azure.com or .cognitiveservices.azure.com.`;
    return {
      code: 'connect-not-found',
      what: 'has no Voice Live API at this address',
      hint,
      retryable: false,
    };
  }
  if (status === 429) {
    const hint =
      'The quota of this resource is used up (usually 30 connections a minute). Wait a minute, end other sessions, or raise it.';
    return { code: 'connect-quota', what: 'is refusing more connections', hint, retryable: false };
  }
  if (status >= 300 && status < 400) {
    const hint = redirected(answer.location, context);
    return {
      code: 'connect-redirected',
      what: 'redirected the connection',
      hint,
      retryable: false,
    };
  }
  if (status === 511 || (status < 300 && isPage)) {
    return {
      code: 'connect-captive-portal',
      what: 'answered with a web page',
      hint: 'A captive portal or proxy is in the way: open a browser and sign in, then try again.',
      retryable: false,
    };
  }
  if (status >= 500 || status === 408) {
    const retryable = ![501, 505].includes(status);
    const hint = 'The service has a problem. Try again soon, or check the Azure status page.';
    return { code: 'connect-server-error', what: 'failed to answer', hint, retryable };
  }
  const hint =
    'Check --endpoint and its query parameters: a Voice Live service answers differently.';
  return { code: 'connect-refused-status', what: 'refused the WebSocket', hint, retryable: false };
}

/**
 * Explains a refused handshake: status, the server's own message (sanitised, without the secret), the likely cause.
 * Statuses that users report of the service: 401, 403, 404, 429. Refusals of authentication and quota are never retryable.
 */
export function explainStatus(answer: HandshakeAnswer, context: RefusalContext): Refusal {
  const { code, what, hint, exitCode, retryable } = explain(answer, context);
  // Twice: a part of the body could hold a part of a secret, and escapes hide what is read out of them.
  const message = messageOfBody(context.scrub(answer.body));
  const clean = message === undefined ? '' : context.scrub(plainLine(message, Infinity));
  const words = clean === '' ? '.' : `: ${plainLine(clean, 300)}`;
  const id = answer.requestId === undefined ? '' : `, request id ${answer.requestId}`;
  const sentence = `${context.host} ${what} (HTTP ${answer.status}${id})${words}`;
  return {
    error: new VoiceliveError(sentence, { code, hint, exitCode: exitCode ?? exitCodes.session }),
    retryable,
  };
}
