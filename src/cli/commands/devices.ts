import { listDevices } from '../../audio/list-devices.js';
import type { AudioDevice } from '../../audio/kernel/audio-device.js';
import { deviceKind } from '../../audio/kernel/device-kind.js';
import type { BackendName } from '../../audio/kernel/engine-types.js';
import { exitCodes } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';
import { writeDiagnostic } from '../terminal/report.js';
import { printJson, stdout } from '../terminal/standard-streams.js';

/** Options of `devices`, as commander gives them. */
export interface DevicesOptions {
  readonly json?: true;
  readonly all?: true;
  readonly audioBackend: 'auto' | BackendName;
}

/** `voicelive devices`: what --mic and --speaker can name. */
export async function devices(options: DevicesOptions): Promise<number> {
  const listed = (await listDevices(options.audioBackend)).map((device) => ({
    ...device,
    kind: deviceKind(device),
  }));
  const shown = options.all ? listed : listed.filter(({ kind }) => kind !== 'plug-in');
  if (options.json) printJson(shown);
  else stdout.write(shown.map((device) => `${lineOf(device)}\n`).join(''));
  if (shown.length === 0) {
    const more = listed.length === 0 ? '' : ' --all lists ALSA plug-ins.';
    writeDiagnostic(`No audio device found.${more} voicelive doctor suggests a fix.`);
  }
  return exitCodes.ok;
}

function lineOf(device: AudioDevice & { readonly kind: ReturnType<typeof deviceKind> }): string {
  const { index, name, kind, inputChannels, outputChannels } = device;
  const uses = [
    ...(inputChannels > 0 ? ['microphone'] : []),
    ...(outputChannels > 0 ? ['speaker'] : []),
  ].join(' + ');
  const notes = [
    ...(device.isDefaultInput ? ['default microphone'] : []),
    ...(device.isDefaultOutput ? ['default speaker'] : []),
    ...(kind === 'monitor' ? ['monitor: records what a speaker plays'] : []),
    ...(kind === 'plug-in' ? ['ALSA plug-in'] : []),
  ];
  const note = notes.length === 0 ? '' : `  (${notes.join(', ')})`;
  return `${String(index).padStart(3)}  ${uses.padEnd(20)}  ${sanitise(name)}${note}`;
}
