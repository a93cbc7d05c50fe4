import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { plainLine } from '../plain-text.js';
import type { EntraKind } from './kinds.js';

const maxReasonLength = 200;

/** What to do, by the way to sign in. */
export const entraHints: Readonly<Record<EntraKind, string>> = {
  default:
    'Run "az login" (or "azd auth login"), or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; with a key, use --auth key.',
  cli: 'Run "az login", with --tenant TENANT if the resource is in another tenant.',
  'device-code': 'Start again, and enter the code within 15 minutes.',
  'managed-identity':
    'Use it on a machine in Azure that has an identity; name a user-assigned one with --client-id.',
  environment:
    'Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH.',
  browser:
    'Start again and sign in; without a browser on this machine, use --credential device-code.',
};

/** Answers of Entra ID with one likely cause (Microsoft Entra authentication error codes). */
const causes: ReadonlyMap<string, string> = new Map([
  ['AADSTS7000215', 'The client secret is wrong: AZURE_CLIENT_SECRET takes its value, not its id.'],
  ['AADSTS7000222', 'The client secret has expired: make a new one for the application.'],
  ['AADSTS90002', 'There is no such tenant: check --tenant or AZURE_TENANT_ID.'],
  ['AADSTS700016', 'The application is not in this tenant: check the client id and the tenant.'],
  ['AADSTS500011', 'The tenant does not know the resource of --scope.'],
  ['AADSTS50076', 'The tenant demands a second factor: run "az login --tenant TENANT".'],
]);

/**
 * The error for a token that could not be had: what was tried, and why each failed, a sentence each.
 * @param thrown by `@azure/identity`
 */
export function explainEntraFailure(thrown: unknown, kind: EntraKind): VoiceliveError {
  const errors = partsOf(thrown);
  const reasons = [...new Set(errors.map(reasonOf))];
  const text = reasons.join('; ');
  const [, cause] =
    [...causes].find(([code]) => errors.some((e) => messageOf(e).includes(code))) ?? [];
  const tried = reasons.length > 1 ? `. Tried ${String(reasons.length)} ways` : '';
  return new VoiceliveError(`Could not get an Entra token${tried}: ${text}.`, {
    code: 'entra-failed',
    hint: cause ?? entraHints[kind],
    exitCode: exitCodes.authentication,
    cause: thrown,
  });
}

/** A chain of credentials fails with the errors of all of them. */
function partsOf(thrown: unknown): readonly unknown[] {
  if (!(thrown instanceof Error) || !('errors' in thrown) || !Array.isArray(thrown.errors))
    return [thrown];
  return thrown.errors.length === 0 ? [thrown] : thrown.errors;
}

/** The first sentence, without what is said of every failure. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AuthenticationRequiredError')
    return 'the sign-in has ended';
  const message = plainLine(messageOf(error), Infinity);
  const [, answer] = /(AADSTS\d+: .*?)\.?(?= Trace ID|\. |$)/.exec(message) ?? [];
  if (answer !== undefined) return plainLine(answer, maxReasonLength);
  const missing = /^EnvironmentCredential is unavailable/.test(message) ? missingVariables() : '';
  const words = message
    .replace(/^(?:Error: |[A-Za-z]*Credential[A-Za-z]*: )+/, '')
    .replace(
      /\s*(?:To (?:troubleshoot|mitigate)|Please visit|Ensure you|See https|Trace ID|Message:).*$/,
      '',
    )
    .replace(/\s*https:\/\/aka\.ms\S*/g, '');
  const [sentence = words] = /^.*?[.](?=\s|$)/.exec(words) ?? [];
  const reason = `${sentence.replace(/[\s.:;]+$/, '')}${missing}`;
  return plainLine(reason, maxReasonLength);
}

function missingVariables(): string {
  const names = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID'];
  const missing = names.filter((name) => (process.env[name] ?? '') === '');
  const proofs = ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH'];
  if (!proofs.some((name) => (process.env[name] ?? '') !== '')) missing.push('AZURE_CLIENT_SECRET');
  return missing.length === 0 ? '' : ` (not set: ${missing.join(', ')})`;
}
