import { execFileSync } from 'node:child_process';
import type { AudioDevice } from '../../kernel/audio-device.js';

const timeoutMs = 3000;

function outputOf(program: string, args: readonly string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    timeout: timeoutMs,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LC_ALL: 'C' },
  });
}

/** One side of `pactl list short`: index, name, module, format (e.g. `s16le 2ch 48000Hz`) and state, tab-separated. */
export function parsePactl(
  text: string,
  side: 'input' | 'output',
  defaultName: string,
): readonly Omit<AudioDevice, 'index'>[] {
  return text.split('\n').flatMap((line) => {
    const [, name = '', , format = ''] = line.split('\t');
    if (name === '') return [];
    const channels = Number(/(\d+)ch/.exec(format)?.[1] ?? 1);
    return [
      {
        name,
        inputChannels: side === 'input' ? channels : 0,
        outputChannels: side === 'output' ? channels : 0,
        defaultSampleRateHz: Number(/(\d+)Hz/.exec(format)?.[1] ?? 48_000),
        isDefaultInput: side === 'input' && name === defaultName,
        isDefaultOutput: side === 'output' && name === defaultName,
        hostApi: 'PulseAudio',
      },
    ];
  });
}

/** Sources and sinks of the PulseAudio or PipeWire server. */
export function pulseDevices(): readonly AudioDevice[] {
  const info = outputOf('pactl', ['info']);
  const nameOf = (what: string): string =>
    new RegExp(`^Default ${what}: (.*)$`, 'm').exec(info)?.[1] ?? '';
  return [
    ...parsePactl(outputOf('pactl', ['list', 'short', 'sources']), 'input', nameOf('Source')),
    ...parsePactl(outputOf('pactl', ['list', 'short', 'sinks']), 'output', nameOf('Sink')),
  ].map((device, index) => ({ index, ...device }));
}

/** `arecord -L` and `aplay -L`: one name per line, its description indented below. */
export function parseAlsaNames(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^\S/.test(line) && line.trim() !== 'null');
}

/** ALSA's named devices. Their rates and channels are unknown until they are opened; ALSA converts. */
export function alsaDevices(): readonly AudioDevice[] {
  const inputs = new Set(parseAlsaNames(outputOf('arecord', ['-L'])));
  const outputs = new Set(parseAlsaNames(outputOf('aplay', ['-L'])));
  return [...new Set([...inputs, ...outputs])].map((name, index) => ({
    index,
    name,
    inputChannels: inputs.has(name) ? 1 : 0,
    outputChannels: outputs.has(name) ? 1 : 0,
    defaultSampleRateHz: 48_000,
    isDefaultInput: name === 'default' && inputs.has(name),
    isDefaultOutput: name === 'default' && outputs.has(name),
    hostApi: 'ALSA',
  }));
}
