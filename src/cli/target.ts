import type { ResolvedOptions } from '../config/layers.js';
import type { SessionPlan } from '../config/session.js';
import { readApiKey, secretValues } from '../config/secrets.js';
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

/** Where a session is to connect to: checked, nothing opened yet. */
export interface TargetPlan {
  readonly emulated: boolean;
  /** For the header of the screen: `emulator`, or the endpoint's host. */
  readonly label: string;
  /**
   * Loads the transport, and starts the emulator where that is the target.
   * @throws VoiceliveError exit code 2 for a scenario with mistakes in it
   */
  open(closer: Closer): Promise<Target>;
}

/** Where a session connects to, ready for it. */
export interface Target {
  readonly emulated: boolean;
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
 * The service as configured, or the embedded emulator.
 * @throws VoiceliveError exit code 2 for a bad endpoint, 3 for a missing key
 */
export function planTarget(resolved: ResolvedOptions, plan: SessionPlan): TargetPlan {
  const { values } = resolved;
  return values.endpoint === undefined || values.emulator
    ? planEmulator(resolved, plan)
    : planService(values.endpoint, resolved, plan);
}

function planService(named: string, resolved: ResolvedOptions, plan: SessionPlan): TargetPlan {
  const { values } = resolved;
  const endpoint = resolveNamed(named, resolved, plan);
  const credential: Credential =
    values.auth === 'entra'
      ? { kind: 'entra' }
      : { kind: 'key', key: readApiKey(values.apiKeyFile, process.env) };
  const key = credential.kind === 'key' ? [credential.key] : [];
  const label = endpoint.host;
  return {
    emulated: false,
    label,
    async open() {
      const { createTransport } = await import('../transport/connection.js');
      return {
        emulated: false,
        label,
        secrets: secretValues(process.env, key),
        onCrash: () => undefined,
        open: (listener) =>
          createTransport({ endpoint, credential, proxy: proxySettings() }, listener),
      };
    },
  };
}

function planEmulator(resolved: ResolvedOptions, plan: SessionPlan): TargetPlan {
  const { scenario } = resolved.values;
  return {
    emulated: true,
    label: 'emulator',
    async open(closer) {
      const starting = startEmulatorThread({
        latency: 'recorded',
        ...(scenario === undefined ? {} : { scenarioPath: scenario }),
      });
      // Loaded while the emulator starts.
      const [emulator, { createTransport }] = await Promise.all([
        starting,
        import('../transport/connection.js'),
      ]);
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
    },
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
