import { secretValues } from '../../config/files/secrets.js';
import { createTransport } from '../../transport/connection.js';
import type { ProxySettings } from '../../transport/proxy.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { Closer } from './cleanup.js';
import { startEmulatorThread } from './emulator-thread.js';
import type { TargetPlan } from '../../config/session/target.js';

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

/**
 * Starts the emulator where that is the target; nothing connects yet.
 * @throws VoiceliveError exit code 2 for a scenario with mistakes in it
 */
export async function openTarget(plan: TargetPlan, closer: Closer): Promise<Target> {
  const { label } = plan;
  if (!plan.emulated) {
    const { endpoint, credential } = plan;
    const key = credential.kind === 'key' ? [credential.key] : [];
    return {
      emulated: false,
      label,
      secrets: secretValues(process.env, key),
      onCrash: () => undefined,
      open: (listener) =>
        createTransport({ endpoint, credential, proxy: proxySettings() }, listener),
    };
  }
  const emulator = await startEmulatorThread({
    latency: 'recorded',
    ...(plan.scenario === undefined ? {} : { scenarioPath: plan.scenario }),
  });
  closer.add(() => emulator.close());
  const endpoint = plan.endpointAt(emulator.url);
  return {
    emulated: true,
    label,
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

function proxySettings(): ProxySettings {
  const { HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = process.env;
  const httpsProxy = HTTPS_PROXY ?? https_proxy;
  const noProxy = NO_PROXY ?? no_proxy;
  return {
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}
