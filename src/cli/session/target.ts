import type { ResolvedOptions } from '../../config/options/layers.js';
import type { SessionPlan } from '../../config/session/session-plan.js';
import { readApiKey } from '../../config/files/secrets.js';
import type { Credential } from '../../transport/credentials.js';
import {
  resolveEndpoint,
  type ConnectionTarget,
  type ResolvedEndpoint,
} from '../../transport/endpoint.js';
import { VoiceliveError } from '../../shared/errors.js';

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
      /** Path of what it knows and says; its own when absent. */
      readonly scenario?: string;
      /** For the address at which it listens. */
      endpointAt(url: string): ResolvedEndpoint;
    }
);

/** True when nothing says where to go, or the emulator was asked for. */
export function isEmulated({ values }: ResolvedOptions): boolean {
  return values.emulator || values.endpoint === undefined;
}

/**
 * The service as configured, or the embedded emulator.
 * @throws VoiceliveError exit code 2 for a bad endpoint, 3 for a missing key
 */
export function planTarget(resolved: ResolvedOptions, plan: SessionPlan): TargetPlan {
  const { endpoint: named, emulator, auth, apiKeyFile, scenario } = resolved.values;
  if (named === undefined || emulator) {
    return {
      label: 'emulator',
      emulated: true,
      ...(scenario === undefined ? {} : { scenario }),
      endpointAt: (url) => resolve(url, resolved, plan),
    };
  }
  const endpoint = resolveNamed(named, resolved, plan);
  const credential: Credential =
    auth === 'entra'
      ? { kind: 'entra' }
      : { kind: 'key', key: readApiKey(apiKeyFile, process.env) };
  return { label: endpoint.host, emulated: false, endpoint, credential };
}

/** As `resolve`, with the place that the endpoint came from in the error. */
function resolveNamed(
  endpoint: string,
  resolved: ResolvedOptions,
  plan: SessionPlan,
): ResolvedEndpoint {
  try {
    return resolve(endpoint, resolved, plan);
  } catch (thrown) {
    if (!(thrown instanceof VoiceliveError)) throw thrown;
    const { message, code, hint, exitCode } = thrown;
    throw new VoiceliveError(`${resolved.sources.get('endpoint') ?? 'endpoint'}: ${message}`, {
      code,
      exitCode,
      cause: thrown,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

function resolve(
  endpoint: string,
  { values }: ResolvedOptions,
  plan: SessionPlan,
): ResolvedEndpoint {
  const target: ConnectionTarget =
    values.agentName === undefined
      ? { kind: 'model', model: plan.model }
      : {
          kind: 'agent',
          agentName: values.agentName,
          projectName: values.projectName ?? '',
          ...(values.agentVersion === undefined ? {} : { agentVersion: values.agentVersion }),
          ...(values.conversationId === undefined ? {} : { conversationId: values.conversationId }),
        };
  const echo = plan.session.input_audio_echo_cancellation?.reference_source === 'client';
  const given = values.query.map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  // The service refuses a second channel without this (Voice Live how-to, "Echo cancellation").
  const query = echo ? [...given, ['features', 'client_ec_reference:true'] as const] : given;
  return resolveEndpoint({ endpoint, target, apiVersion: values.apiVersion, query });
}
