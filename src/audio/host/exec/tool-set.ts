import { execFileSync } from 'node:child_process';
import type { AudioDevice } from '../../kernel/audio-device.js';
import { AudioRefusedError } from '../../kernel/audio-errors.js';
import type { StreamRequest } from '../audio-backend.js';
import { hasProgram } from '../../../shared/find-program.js';
import { aheadFrames } from './output-pace.js';
import { alsaDevices, pulseDevices } from './system-devices.js';

/** A command line: the program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** Programs that record to stdout and play from stdin: raw 16-bit mono. `device` is `default` or a name. */
export interface ToolSet {
  readonly record: (request: StreamRequest) => Command;
  readonly play: (request: StreamRequest) => Command;
  /** Line that the player writes once its device is open. */
  readonly openLine?: RegExp;
  /** Periods that the player buffers beyond what is written ahead of time. */
  readonly playerPeriods: number;
  readonly devices: () => readonly AudioDevice[];
}

function pulseArguments({ device, rateHz }: StreamRequest, latencyMs: number): string[] {
  return [
    '--raw',
    '--format=s16le',
    `--rate=${rateHz}`,
    '--channels=1',
    '--client-name=voicelive',
    `--latency-msec=${latencyMs}`,
    ...(device === 'default' ? [] : [`--device=${device}`]),
  ];
}

/** Verbose `pacat` reports what it has played 20 times a second. */
const pulse: ToolSet = {
  record: (request) => ['parec', ...pulseArguments(request, request.periodMs)],
  play: (request) => [
    'pacat',
    '--verbose',
    ...pulseArguments(request, aheadFrames * request.periodMs),
  ],
  openLine: /^Stream successfully created/,
  playerPeriods: 0,
  devices: pulseDevices,
};

function alsaArguments({ device, rateHz, periodMs }: StreamRequest, periods: number): string[] {
  const format = ['-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', `${rateHz}`];
  const periodUs = periodMs * 1000;
  return [
    ...format,
    '-D',
    device,
    `--period-time=${periodUs}`,
    `--buffer-time=${periods * periodUs}`,
  ];
}

const alsa: ToolSet = {
  record: (request) => ['arecord', ...alsaArguments(request, 8)],
  play: (request) => ['aplay', ...alsaArguments(request, 3)],
  openLine: /^Playing raw data/,
  playerPeriods: 2,
  devices: alsaDevices,
};

function soxArguments({ rateHz }: StreamRequest): string[] {
  return ['-t', 'raw', '-e', 'signed', '-b', '16', '-c', '1', '-r', `${rateHz}`, '-'];
}

function soxBuffer({ rateHz, periodMs }: StreamRequest): string[] {
  return ['-q', '--buffer', `${(rateHz * periodMs * 2) / 1000}`];
}

const sox: ToolSet = {
  record: (request) => ['sox', ...soxBuffer(request), '-d', ...soxArguments(request)],
  play: (request) => ['sox', ...soxBuffer(request), ...soxArguments(request), '-d'],
  playerPeriods: 3,
  // sox reads its device from AUDIODEV and cannot list any.
  devices: () => [
    {
      index: 0,
      name: 'default',
      inputChannels: 1,
      outputChannels: 1,
      defaultSampleRateHz: 48_000,
      isDefaultInput: true,
      isDefaultOutput: true,
      hostApi: 'sox',
    },
  ],
};

function answersPulse(): boolean {
  try {
    execFileSync('pactl', ['info'], { stdio: 'ignore', timeout: 2000 });
    return true;
  } catch {
    return false;
  }
}

/**
 * Picks the programs: PulseAudio's (which PipeWire has too) when its server answers, else ALSA's, else sox.
 * @throws AudioRefusedError `audio-programs-missing`
 */
export function findToolSet(): ToolSet {
  const hasAll = (...names: readonly string[]): boolean => names.every((name) => hasProgram(name));
  if (hasAll('parec', 'pacat', 'pactl') && answersPulse()) return pulse;
  if (hasAll('arecord', 'aplay')) return alsa;
  if (hasAll('sox')) return sox;
  const packages =
    process.platform === 'darwin'
      ? 'Install sox (brew install sox)'
      : 'Install pulseaudio-utils, alsa-utils or sox';
  throw new AudioRefusedError({
    code: 'audio-programs-missing',
    sentence: 'no audio program was found: parec and pacat, arecord and aplay, or sox',
    hint: `${packages}, or use WAV files with --mic and --speaker.`,
  });
}
