import { VoiceliveError } from '../../shared/errors.js';
import type { Credential } from '../../transport/credentials.js';
import { resolveEndpoint, type ResolvedEndpoint } from '../../transport/endpoint.js';
import { readApiKey } from '../files/secrets.js';
import { isEmulated } from '../options/connection.js';
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
  const { endpoint: named, scenario, faults, latency = 'recorded', auth, apiKeyFile } = settings;
  const resolve = (endpoint: string): ResolvedEndpoint => endpointFor(endpoint, settings, plan);
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
  const credential: Credential =
    auth === 'entra' ? { kind: 'entra' } : { kind: 'key', key: readApiKey(apiKeyFile, env) };
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
