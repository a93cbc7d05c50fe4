import { listDevices } from '../../audio/list-devices.js';
import { exitCodes } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';
import { printJson, stdout } from '../terminal/standard-streams.js';

/** `voicelive devices`: what --mic and --speaker can name. */
export async function devices(json: boolean): Promise<number> {
  const found = await listDevices();
  if (json) {
    printJson(found);
    return exitCodes.ok;
  }
  for (const device of found) {
    const uses = [
      device.inputChannels > 0 ? 'microphone' : undefined,
      device.outputChannels > 0 ? 'speaker' : undefined,
    ].filter((use) => use !== undefined);
    const defaults = [
      device.isDefaultInput ? 'default microphone' : undefined,
      device.isDefaultOutput ? 'default speaker' : undefined,
    ].filter((note) => note !== undefined);
    const note = defaults.length === 0 ? '' : `  (${defaults.join(', ')})`;
    stdout.write(
      `${String(device.index).padStart(3)}  ${sanitise(device.name)}  ${uses.join(' + ')}${note}\n`,
    );
  }
  return exitCodes.ok;
}
