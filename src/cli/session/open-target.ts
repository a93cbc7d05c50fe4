import { secretValues } from '../../config/files/secrets.js';
import type { Failure } from '../../session/inputs.js';
import { exitCodes } from '../../shared/errors.js';
import { createTransport } from '../../transport/connection.js';
import type { ProxySettings } from '../../transport/proxy.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { Cleanup } from './cleanup.js';
import { startEmulatorThread } from './emulator-thread.js';
import type { TargetPlan } from '../../config/session/target.js';

/** Where a session connects to, ready for it. */
export interface Target {
  /** Values that must not appear in a recording or a log. */
  readonly secrets: readonly string[];
  open(listener: (event: TransportEvent) => void): Transport;
}

/**
 * Starts the emulator where that is the target; nothing connects yet.
 * @param onCrash called when the emulator breaks down later
 * @throws VoiceliveError exit code 2 for a scenario with mistakes in it
 */
export async function openTarget(
  plan: TargetPlan,
  closer: Cleanup,
  onCrash: (failure: Failure) => void,
): Promise<Target> {
  if (!plan.emulated) {
    const { endpoint, credential } = plan;
    const key = credential.kind === 'key' ? [credential.key] : [];
    return {
      secrets: secretValues(process.env, key),
      open: (listener) =>
        createTransport({ endpoint, credential, proxy: proxySettings() }, listener),
    };
  }
  const emulator = await startEmulatorThread({
    latency: 'recorded',
    ...(plan.scenario === undefined ? {} : { scenarioPath: plan.scenario }),
  });
  closer.add(() => emulator.close());
  emulator.onCrash((reason) => {
    const sentence = `The emulator broke down: ${reason}. Please report it.`;
    onCrash({ code: 'emulator-crash', sentence, exitCode: exitCodes.session });
  });
  const endpoint = plan.endpointAt(emulator.url);
  return {
    secrets: secretValues(process.env, [emulator.token]),
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
