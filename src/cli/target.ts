import type { ResolvedOptions } from '../config/layers.js';
import type { SessionPlan } from '../config/session.js';
import { readApiKey, secretValues } from '../config/secrets.js';
import { createTransport } from '../transport/connection.js';
import type { Credential } from '../transport/credentials.js';
import {
  resolveEndpoint,
  type ConnectionTarget,
  type ResolvedEndpoint,
} from '../transport/endpoint.js';
import type { ProxySettings } from '../transport/proxy.js';
import type { Transport, TransportEvent } from '../transport/types.js';
import { VoiceliveError } from '../shared/errors.js';
import type { Closer } from './closer.js';
import { startEmulatorThread } from './emulator-thread.js';

/** Where a session connects to. */
export interface Target {
  readonly emulated: boolean;
  /** For the header of the screen: `emulator`, or the endpoint's host. */
  readonly label: string;
  /** Values that must not appear in a recording or a log. */
  readonly secrets: readonly string[];
  /** Calls back when the emulator of this session breaks down. */
  onCrash(listener: (reason: string) => void): void;
  open(listener: (event: TransportEvent) => void): Transport;
}

/** True when nothing says where to go, or the emulator was asked for. */
export function isEmulated({ values }: ResolvedOptions): boolean {
  return values.emulator || values.endpoint === undefined;
}

/**
 * The service as configured, or the embedded emulator, started.
 * @throws VoiceliveError exit code 2 for a bad endpoint or scenario, 3 for a missing key
 */
export async function openTarget(
  resolved: ResolvedOptions,
  plan: SessionPlan,
  closer: Closer,
): Promise<Target> {
  const { values } = resolved;
  if (values.endpoint !== undefined && !values.emulator) {
    const endpoint = resolveNamed(values.endpoint, resolved, plan);
    const credential: Credential =
      values.auth === 'entra'
        ? { kind: 'entra' }
        : { kind: 'key', key: readApiKey(values.apiKeyFile, process.env) };
    const key = credential.kind === 'key' ? [credential.key] : [];
    return {
      emulated: false,
      label: endpoint.host,
      secrets: secretValues(process.env, key),
      onCrash: () => undefined,
      open: (listener) =>
        createTransport({ endpoint, credential, proxy: proxySettings() }, listener),
    };
  }
  const emulator = await startEmulatorThread(
    values.scenario === undefined
      ? { latency: 'recorded' }
      : { latency: 'recorded', scenarioPath: values.scenario },
  );
  closer.add(() => emulator.close());
  const endpoint = resolve(emulator.url, resolved, plan);
  return {
    emulated: true,
    label: 'emulator',
    secrets: secretValues(process.env, [emulator.token]),
    onCrash: (listener) => {
      emulator.onCrash(listener);
    },
    open: (listener) =>
      createTransport(
        { endpoint, credential: { kind: 'emulator-token', token: emulator.token } },
        listener,
      ),
  };
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

function proxySettings(): ProxySettings {
  const { HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = process.env;
  const httpsProxy = HTTPS_PROXY ?? https_proxy;
  const noProxy = NO_PROXY ?? no_proxy;
  return {
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}
