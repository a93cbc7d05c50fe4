import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import type { Credential } from '../../transport/credentials.js';
import { resolveEndpoint, type ResolvedEndpoint } from '../../transport/endpoint.js';
import { entraScope } from '../../transport/credentials/kinds.js';
import { readCertificates } from '../files/certificates.js';
import { keyVariable, readApiKey } from '../files/secrets.js';
import { isEmulated } from '../options/connection.js';
import { authMethod } from '../options/credentials.js';
import { conflict } from '../options/problems.js';
import type { TargetSettings } from '../options/row.js';
import { optionTable } from '../options/option-table.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { SessionPlan } from './session-plan.js';

/** Where a session is to connect to: checked, nothing opened yet. */
export type TargetPlan = {
  /** For the header of the screen: `emulator`, or the endpoint's host. */
  readonly label: string;
} & (
  | {
      readonly emulated: false;
      readonly endpoint: ResolvedEndpoint;
      readonly credential: Credential;
    }
  | {
      readonly emulated: true;
      /** Path of the scenario; the built-in one when absent. */
      readonly scenario?: string;
      /** Path of a file of faults. */
      readonly faults?: string | undefined;
      readonly latency: 'recorded' | 'none';
      /** For the address at which it listens. */
      endpointAt(url: string): ResolvedEndpoint;
    }
);

/**
 * The service as configured, or the built-in emulator.
 * @throws VoiceliveError exit code 2 for a bad endpoint, 3 for a missing key
 */
export function planTarget(
  resolved: ResolvedOptions,
  plan: SessionPlan,
  env: Readonly<Record<string, string | undefined>>,
): TargetPlan {
  const settings = targetSettings(resolved);
  const { endpoint: named, scenario, faults, latency = 'recorded', apiKeyFile, ca } = settings;
  const certificates =
    ca === undefined ? undefined : readCertificates(ca, resolved.sources.get('ca') ?? 'ca');
  const resolve = (endpoint: string): ResolvedEndpoint => ({
    ...endpointFor(endpoint, settings, plan),
    ...(certificates === undefined ? {} : { certificates }),
  });
  if (named === undefined || isEmulated(settings)) {
    // Not needed, but a mistake in it would only show with the first real endpoint.
    if (apiKeyFile !== undefined) readApiKey(apiKeyFile, env);
    return {
      label: 'emulator',
      emulated: true,
      latency,
      ...(scenario === undefined ? {} : { scenario }),
      ...(faults === undefined ? {} : { faults }),
      endpointAt: resolve,
    };
  }
  const endpoint = blaming(resolved.sources.get('endpoint') ?? 'endpoint', () => resolve(named));
  if (resolved.given.get('endpoint')?.layer === '.env') checkFolderEndpoint(endpoint, resolved);
  const credential = credentialFor(settings, env, endpoint.certificates);
  return { label: endpoint.host, emulated: false, endpoint, credential };
}

function targetSettings({ values }: ResolvedOptions): TargetSettings {
  let settings: TargetSettings = {};
  for (const { name, toTarget } of optionTable) {
    const value = values[name];
    if (toTarget && value !== undefined) settings = { ...settings, ...toTarget(value) };
  }
  return settings;
}

/** Where Azure serves the API: nobody else receives what is sent there. */
const serviceHost = /\.(?:services\.ai|cognitiveservices|openai)\.azure\.(?:com|us|cn)(?::\d+)?$/;

/**
 * The `.env` of a folder may be somebody else's: it does not send your credentials to a host of its choice.
 * @throws VoiceliveError exit code 2
 */
function checkFolderEndpoint(
  { host, loopback }: ResolvedEndpoint,
  { values, given, envFile }: ResolvedOptions,
): void {
  const hasOwnKey =
    authMethod(values) === 'key' &&
    values.apiKeyFile === undefined &&
    envFile?.lines.has(keyVariable) === true;
  if (loopback || hasOwnKey || serviceHost.test(host)) return;
  const sentence = `${given.get('endpoint')?.source ?? ''}: ${host} is not a host of Azure AI, and would receive a credential that is not from the same file.`;
  const hint = 'If you trust it, use --endpoint, the environment or the configuration file.';
  throw new VoiceliveError(sentence, {
    code: 'env-file-endpoint',
    hint,
    exitCode: exitCodes.usage,
  });
}

/** @throws VoiceliveError exit code 3 for a missing key, 2 for no token */
function credentialFor(
  settings: TargetSettings,
  env: Readonly<Record<string, string | undefined>>,
  certificates: string | undefined,
): Credential {
  const { credential = 'default', scope = entraScope, tenant, clientId } = settings;
  const { apiKeyFile, tokenFile, tokenCommand } = settings;
  switch (authMethod(settings)) {
    case 'key':
      return { kind: 'key', key: readApiKey(apiKeyFile, env) };
    case 'entra':
      return {
        kind: 'entra',
        credential,
        scope,
        ...(tenant === undefined ? {} : { tenant }),
        ...(clientId === undefined ? {} : { clientId }),
        ...(certificates === undefined ? {} : { certificates }),
      };
    case 'bearer':
      if (tokenFile !== undefined) return { kind: 'bearer', from: { file: tokenFile } };
      if (tokenCommand !== undefined) return { kind: 'bearer', from: { command: tokenCommand } };
      throw conflict('--auth bearer needs a token.', 'Add --token-file or --token-command.');
  }
}

/** Adds where the endpoint came from to an error. */
function blaming<Value>(where: string, step: () => Value): Value {
  try {
    return step();
  } catch (thrown) {
    if (!(thrown instanceof VoiceliveError)) throw thrown;
    const { message, code, hint, exitCode } = thrown;
    throw new VoiceliveError(`${where}: ${message}`, {
      code,
      exitCode,
      cause: thrown,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

function endpointFor(
  endpoint: string,
  { apiVersion, query = [], headers = {}, ...agent }: TargetSettings,
  { model, session }: SessionPlan,
): ResolvedEndpoint {
  const { agentName, projectName = '', agentVersion, conversationId } = agent;
  const sendsReference = session.input_audio_echo_cancellation?.reference_source === 'client';
  return resolveEndpoint({
    endpoint,
    target:
      agentName === undefined
        ? { kind: 'model', model }
        : {
            kind: 'agent',
            agentName,
            projectName,
            ...(agentVersion === undefined ? {} : { agentVersion }),
            ...(conversationId === undefined ? {} : { conversationId }),
          },
    ...(apiVersion === undefined ? {} : { apiVersion }),
    headers,
    // The service refuses a second channel without this (Voice Live how-to, "Echo cancellation").
    query: sendsReference ? [...query, ['features', 'client_ec_reference:true']] : query,
  });
}
