import type { AudioDevice } from '../kernel/audio-device.js';
import { deviceKind } from '../kernel/device-kind.js';
import { AudioRefusedError } from '../kernel/audio-errors.js';

export type Direction = 'input' | 'output';

const words = {
  input: { kind: 'microphone', flag: '--mic' },
  output: { kind: 'speaker', flag: '--speaker' },
} as const;

function canServe(device: AudioDevice, direction: Direction): boolean {
  return (direction === 'input' ? device.inputChannels : device.outputChannels) > 0;
}

/** The error for a direction without any device. */
export function noDevice(direction: Direction): AudioRefusedError {
  const { kind, flag } = words[direction];
  const fix =
    process.platform === 'linux'
      ? 'Start a sound server (PipeWire or PulseAudio, with the ALSA plug-in: libasound2-plugins or pipewire-alsa), ' +
        'connect a device'
      : "Connect a device and allow this terminal to use it in the system's privacy settings";
  return new AudioRefusedError({
    code: 'no-audio-device',
    sentence: `no ${kind} was found`,
    hint: `${fix}, or use ${flag} FILE.wav or ${flag} none.`,
  });
}

/**
 * Finds the device that the user means: by index, else by name, else the first whose name contains the text, ignoring
 * case; a real device before a monitor or a plug-in. `default` is the system's default device and has no entry in the
 * list.
 * @throws AudioRefusedError `unknown-audio-device` with the available devices, or `no-audio-device` when there is none
 */
export function pickDevice(
  devices: readonly AudioDevice[],
  wanted: string,
  direction: Direction,
): AudioDevice {
  const usable = devices.filter((device) => canServe(device, direction));
  if (usable.length === 0) throw noDevice(direction);
  const name = wanted.trim().toLowerCase();
  const found = /^\d+$/.test(name)
    ? usable.find((device) => device.index === Number(name))
    : (usable.find((device) => device.name.toLowerCase() === name) ?? byPart(usable, name));
  if (found !== undefined) return found;
  const listed = usable.filter((device) => deviceKind(device) !== 'plug-in');
  if (listed.length === 0) throw noDevice(direction);
  const { kind, flag } = words[direction];
  const list = listed.map((device) => `${device.index} ${device.name}`).join(', ');
  throw new AudioRefusedError({
    code: 'unknown-audio-device',
    sentence: `unknown ${kind} "${wanted}"; available: ${list}`,
    hint: `Give ${flag} an index or part of a name, or omit it for the default.`,
  });
}

function byPart(devices: readonly AudioDevice[], part: string): AudioDevice | undefined {
  const found =
    part === '' ? [] : devices.filter((device) => device.name.toLowerCase().includes(part));
  return found.find((device) => deviceKind(device) === 'device') ?? found[0];
}
