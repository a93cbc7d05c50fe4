import type { TargetPlan } from '../../config/session/target.js';
import { loadFaults } from '../../emulator/faults/fault-file.js';
import { loadScenario } from '../../emulator/scenario/scenario-file.js';
import { createService } from '../../emulator/service.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { Cleanup } from '../session/cleanup.js';
import { createProcessTransport } from './process-transport.js';
import type { VirtualTime } from './virtual-time.js';

/** Time of day at the start of a session with a seed: Thursday, 1 January 2026, 9:00 UTC. */
const seededStartMs = Date.UTC(2026, 0, 1, 9);

/**
 * The emulator in this process and in virtual time, with events as text in both directions.
 * @throws VoiceliveError exit code 2 for a scenario or faults with mistakes in them
 */
export function openFastEmulator(
  plan: Extract<TargetPlan, { emulated: true }>,
  { clock, seed }: VirtualTime,
  closer: Cleanup,
): { open(listener: (event: TransportEvent) => void): Transport } {
  const startMs = seed === undefined ? Date.now() : seededStartMs;
  const service = createService({
    scenario: loadScenario(plan.scenario),
    latency: plan.latency,
    ...(plan.faults === undefined
      ? {}
      : { faults: loadFaults(plan.faults, 'flag --emulator-faults') }),
    clock,
    now: () => new Date(startMs + clock.nowMs()),
    ...(seed === undefined ? {} : { seed }),
  });
  closer.add(() => service.close());
  const endpoint = plan.endpointAt('http://127.0.0.1');
  return { open: (listener) => createProcessTransport({ service, endpoint }, listener) };
}
