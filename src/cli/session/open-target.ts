import type { Failure } from '../../session/failure.js';
import { exitCodes } from '../../shared/errors.js';
import { secretsInUrl } from '../../shared/secrets/find-secrets.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import { createTransport } from '../../transport/connection.js';
import type { ResolvedEndpoint } from '../../transport/endpoint.js';
import type { ProxySettings } from '../../transport/proxy.js';
import { publicParameters } from '../../transport/query-rules.js';
import type { Trace, Transport, TransportEvent } from '../../transport/types.js';
import type { VirtualTime } from '../fast/virtual-time.js';
import type { Cleanup } from './cleanup.js';
import { startEmulatorThread } from './emulator-thread.js';
import type { TargetPlan } from '../../config/session/target.js';

/** Where a session connects to, ready for it. */
export interface Target {
  open(listener: (event: TransportEvent) => void): Transport;
}

/** How the embedded emulator runs, and what the proxy is taken from. */
interface TargetTerms {
  /** In place of the environment of the process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** In this process and in virtual time, instead of in a thread. */
  readonly virtual?: VirtualTime | undefined;
  readonly startEmulator?: typeof startEmulatorThread | undefined;
  /** Takes the steps of every connection. */
  readonly trace?: Trace | undefined;
}

/**
 * Starts the emulator where that is the target; nothing connects yet.
 * @param secrets learns what the connection uses
 * @param onCrash called when the emulator breaks down later
 * @param virtual time, for an emulator in this process
 * @throws VoiceliveError exit code 2 for a scenario or faults with mistakes in them
 */
export async function openTarget(
  plan: TargetPlan,
  secrets: Secrets,
  closer: Cleanup,
  onCrash: (failure: Failure) => void,
  { virtual, startEmulator = startEmulatorThread, trace, env }: TargetTerms = {},
): Promise<Target> {
  if (!plan.emulated) {
    const { endpoint, credential } = plan;
    if (credential.kind === 'key') secrets.learn([credential.key]);
    secrets.learn(secretsInEndpoint(endpoint));
    const proxy = proxySettings(env);
    const options = { endpoint, credential, proxy, secrets, ...(trace && { trace }) };
    return { open: (listener) => createTransport(options, listener) };
  }
  if (virtual !== undefined) {
    const { openFastEmulator } = await import('../fast/open-fast-emulator.js');
    return openFastEmulator(plan, virtual, closer);
  }
  const emulator = await startEmulator({
    latency: plan.latency,
    ...(plan.scenario === undefined ? {} : { scenarioPath: plan.scenario }),
    ...(plan.faults === undefined ? {} : { faultsPath: plan.faults }),
  });
  closer.add(() => emulator.close());
  emulator.onCrash((reason) => {
    const sentence = `The emulator crashed: ${reason}. Please report it.`;
    onCrash({ code: 'emulator-crash', sentence, exitCode: exitCodes.session });
  });
  const endpoint = plan.endpointAt(emulator.url);
  secrets.learn(secretsInEndpoint(endpoint));
  const credential = { kind: 'emulator-token', token: emulator.token } as const;
  const options = { endpoint, credential, secrets, ...(trace && { trace }) };
  return { open: (listener) => createTransport(options, listener) };
}

/** Values of headers, and of parameters that the service does not know: they may be keys of a gateway in front of it. */
export function secretsInEndpoint({ url, headers }: ResolvedEndpoint): readonly string[] {
  return [
    ...secretsInUrl(url.href, (name) => publicParameters.has(name)),
    ...Object.values(headers),
  ];
}

/** From the environment. */
export function proxySettings(env = process.env): ProxySettings {
  const { HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = env;
  const httpsProxy = HTTPS_PROXY ?? https_proxy;
  const noProxy = NO_PROXY ?? no_proxy;
  return {
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}
