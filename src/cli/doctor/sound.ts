import { pickDevice } from '../../audio/host/pick-device.js';
import { audioError, AudioRefusedError } from '../../audio/kernel/audio-errors.js';
import { deviceKind } from '../../audio/kernel/device-kind.js';
import { listDevices } from '../../audio/list-devices.js';
import { measureLoopback } from '../../audio/loopback.js';
import {
  calibrationPath,
  outdatedCalibration,
  readCalibrations,
  writeCalibration,
  type Calibration,
} from '../../config/files/calibration.js';
import type { OptionValues } from '../../config/options/option-table.js';
import { exitCodes } from '../../shared/errors.js';
import { isSoundFile } from '../session/sound-file.js';
import type { Machine } from '../machine.js';
import { problem, type Finding } from './finding.js';
import { soundAdvice } from './sound-advice.js';
import { checkSoundModule } from './sound-module.js';
import { checkSoundServer } from './sound-server.js';

const rateHz = 24_000;

/** The devices that `devices` lists, and what was measured of the ones in use. */
export async function checkSound(
  values: OptionValues,
  machine: Machine,
): Promise<readonly Finding[]> {
  return [
    ...(await checkSoundModule(values)),
    ...(await checkSoundServer(values)),
    withAdvice(await listed(values), soundAdvice(machine)),
    ...calibrations(values),
  ];
}

/** Where there is no device, the kind of machine says more than the device's absence. */
function withAdvice(finding: Finding, advice: string | undefined): Finding {
  if (finding.exitCode === undefined || advice === undefined) return finding;
  return { ...finding, fix: finding.fix === undefined ? advice : `${finding.fix} ${advice}` };
}

function calibrations(values: OptionValues): readonly Finding[] {
  const { microphone, speaker } = devicesOf(values);
  const { entries, isOutdated } = readCalibrations(process.env);
  if (isOutdated) return [{ name: 'calibration', text: outdatedCalibration, warning: true }];
  const isInUse = (entry: Calibration): boolean =>
    entry.microphone === microphone &&
    entry.speaker === speaker &&
    entry.lowLatency === values.lowLatency &&
    (values.audioBackend === 'auto' || entry.backend === values.audioBackend);
  return entries.filter(isInUse).map(({ backend, deviceDepthMs, measuredAt }) => ({
    name: 'calibration',
    text: `device depth ${Math.round(deviceDepthMs)} ms with ${backend}, measured ${measuredAt}`,
  }));
}

async function listed(values: OptionValues): Promise<Finding> {
  const { microphone, speaker } = devicesOf(values);
  const needed = (['input', 'output'] as const).filter((direction) =>
    needsDevice(direction === 'input' ? microphone : speaker, values),
  );
  if (needed.length === 0) return { name: 'audio', text: 'no device needed' };
  try {
    const listed = await listDevices(values.audioBackend);
    const devices = listed.filter((device) => deviceKind(device) !== 'plug-in');
    const used = needed.map((direction) => {
      const isInput = direction === 'input';
      const wanted = isInput ? microphone : speaker;
      const found =
        wanted === 'default'
          ? devices.find((device) => (isInput ? device.isDefaultInput : device.isDefaultOutput))
          : pickDevice(listed, wanted, direction);
      return { kind: isInput ? 'microphone' : 'speaker', name: found?.name };
    });
    if (used.every(({ name }) => name === undefined)) return noDefault;
    const count = `${String(devices.length)} ${devices.length === 1 ? 'device' : 'devices'}`;
    const names = used.map(({ kind, name = 'none' }) => `${kind} ${name}`).join(', ');
    return { name: 'audio', text: `${count}; ${names}` };
  } catch (thrown) {
    if (thrown instanceof AudioRefusedError) return problem('audio', audioError(thrown.refusal));
    return problem('audio', thrown);
  }
}

const noDefault: Finding = {
  name: 'audio',
  text: 'no default microphone or speaker found',
  fix: 'Start a sound server (PipeWire or PulseAudio with its ALSA plug-in) or connect a device; without one, talk uses text mode.',
  exitCode: exitCodes.sound,
};

function needsDevice(choice: string, { audioBackend }: OptionValues): boolean {
  return audioBackend !== 'none' && choice !== 'none' && !isSoundFile(choice);
}

/** Measures the delay from speaker to microphone, and saves it for these devices, their backend and mode. */
export async function checkLoopback(values: OptionValues): Promise<readonly Finding[]> {
  const { microphone, speaker } = devicesOf(values);
  const result = await measureLoopback({
    inputRateHz: rateHz,
    outputRateHz: rateHz,
    microphone,
    speaker,
    lowLatency: values.lowLatency,
    backend: values.audioBackend,
  });
  if ('problem' in result) return [problem('loopback', result.problem)];
  const { backend, roundTripMs, deviceDepthMs, trials } = result;
  const measured = { roundTripMs, deviceDepthMs, measuredAt: new Date().toISOString() };
  const { lowLatency } = values;
  writeCalibration(process.env, { microphone, speaker, backend, lowLatency, ...measured });
  const median = `round trip ${Math.round(roundTripMs)} ms (median of ${trials.length})`;
  const saved = `saved to ${calibrationPath(process.env)}`;
  const mode = `${backend}${lowLatency ? ' with --low-latency' : ''}`;
  const text = `${mode}: ${median}, device depth ${Math.round(deviceDepthMs)} ms; ${saved}`;
  return [{ name: 'loopback', text }];
}

function devicesOf({ mic = 'default', speaker = 'default' }: OptionValues): {
  readonly microphone: string;
  readonly speaker: string;
} {
  return { microphone: mic, speaker };
}
