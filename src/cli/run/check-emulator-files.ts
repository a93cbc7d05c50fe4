import { isEmulated } from '../../config/options/connection.js';
import type { ResolvedOptions } from '../../config/options/resolve-options.js';

/**
 * Reads the files of an emulated session as the emulator will, so that mistakes in them are found before the first run.
 * @throws VoiceliveError exit code 2
 */
export async function checkEmulatorFiles({ values, sources }: ResolvedOptions): Promise<void> {
  if (!isEmulated(values)) return;
  const { scenario, emulatorFaults } = values;
  if (scenario !== undefined) {
    const { loadScenario } = await import('../../emulator/scenario/scenario-file.js');
    loadScenario(scenario, sources.get('scenario'));
  }
  if (emulatorFaults !== undefined) {
    const { loadFaults } = await import('../../emulator/faults/fault-file.js');
    loadFaults(emulatorFaults, sources.get('emulatorFaults') ?? 'emulator-faults');
  }
}
