import { VoiceliveError, exitCodes } from '../shared/errors.js';

/** Query parameters of the service that carry no secret (Voice Live API reference 2026-07-15; official SDK 1.1.0). */
export const publicParameters: ReadonlySet<string> = new Set([
  'api-version',
  'model',
  'agent-name',
  'agent-project-name',
  'agent-version',
  'agent-id',
  'conversation-id',
  'agent-authentication-identity-client-id',
  'foundry-resource-override',
  'profile',
  'features',
]);

/** Spellings found in older samples; the service answers them with `agent_initialization_failed`. */
const misspelt: ReadonlyMap<string, string> = new Map([
  ['project-id', 'agent-project-name'],
  ['project-name', 'agent-project-name'],
]);

const secretNames =
  /^(key|code|sig|pwd|auth|sas)$|apikey|accesskey|subscriptionkey|token|authorization|bearer|secret|passw|credential/;
const secretValue = /^\s*bearer\s|^eyJ[\w-]{10,}\.[\w-]+\./i;

/**
 * Refuses a query parameter that carries a key or a token, or whose name the service is known not to understand.
 *
 * @throws VoiceliveError (exit code 2) without the value.
 */
export function checkParameter(name: string, value: string): void {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (secretNames.test(letters) || secretValue.test(value)) {
    throw new VoiceliveError('The endpoint or a --query option contains a key or a token.', {
      code: 'endpoint-secret',
      hint: 'URLs end up in logs: put the key in AZURE_VOICELIVE_API_KEY or --api-key-file, or use --auth entra.',
      exitCode: exitCodes.usage,
    });
  }
  if (name === '' || /[\s\x00-\x1f\x7f-\x9f]/.test(name)) {
    throw new VoiceliveError('A query parameter has an invalid name.', {
      code: 'endpoint-parameter',
      hint: 'Use --query name=value.',
      exitCode: exitCodes.usage,
    });
  }
  const hyphenated = name.replaceAll('_', '-');
  const meant = misspelt.get(hyphenated) ?? hyphenated;
  if (name !== meant && publicParameters.has(meant)) {
    throw new VoiceliveError(`The service does not know the query parameter "${name}".`, {
      code: 'endpoint-parameter',
      hint: `Did you mean "${meant}"?`,
      exitCode: exitCodes.usage,
    });
  }
}
