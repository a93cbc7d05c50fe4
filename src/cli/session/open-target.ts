import type { Failure } from '../../session/inputs.js';
import { exitCodes } from '../../shared/errors.js';
import { secretsInUrl } from '../../shared/secrets/find-secrets.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import { createTransport } from '../../transport/connection.js';
import type { ResolvedEndpoint } from '../../transport/endpoint.js';
import type { ProxySettings } from '../../transport/proxy.js';
import { publicParameters } from '../../transport/query-rules.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { Cleanup } from './cleanup.js';
import { startEmulatorThread } from './emulator-thread.js';
import type { TargetPlan } from '../../config/session/target.js';

/** Where a session connects to, ready for it. */
export interface Target {
  open(listener: (event: TransportEvent) => void): Transport;
}

/**
 * Starts the emulator where that is the target; nothing connects yet.
 * @param secrets learns what the connection uses
 * @param onCrash called when the emulator breaks down later
 * @throws VoiceliveError exit code 2 for a scenario with mistakes in it
 */
export async function openTarget(
  plan: TargetPlan,
  secrets: Secrets,
  closer: Cleanup,
  onCrash: (failure: Failure) => void,
): Promise<Target> {
  if (!plan.emulated) {
    const { endpoint, credential } = plan;
    if (credential.kind === 'key') secrets.learn([credential.key]);
    secrets.learn(secretsInEndpoint(endpoint));
    const proxy = proxySettings();
    return {
      open: (listener) => createTransport({ endpoint, credential, proxy, secrets }, listener),
    };
  }
  const emulator = await startEmulatorThread({
    latency: 'recorded',
    ...(plan.scenario === undefined ? {} : { scenarioPath: plan.scenario }),
  });
  closer.add(() => emulator.close());
  emulator.onCrash((reason) => {
    const sentence = `The emulator crashed: ${reason}. Please report it.`;
    onCrash({ code: 'emulator-crash', sentence, exitCode: exitCodes.session });
  });
  const endpoint = plan.endpointAt(emulator.url);
  secrets.learn(secretsInEndpoint(endpoint));
  const credential = { kind: 'emulator-token', token: emulator.token } as const;
  return { open: (listener) => createTransport({ endpoint, credential, secrets }, listener) };
}

/** Values of headers, and of parameters that the service does not know: they may be keys of a gateway in front of it. */
export function secretsInEndpoint({ url, headers }: ResolvedEndpoint): readonly string[] {
  return [
    ...secretsInUrl(url.href, (name) => publicParameters.has(name)),
    ...Object.values(headers),
  ];
}

/** From the environment. */
export function proxySettings(): ProxySettings {
  const { HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = process.env;
  const httpsProxy = HTTPS_PROXY ?? https_proxy;
  const noProxy = NO_PROXY ?? no_proxy;
  return {
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}
