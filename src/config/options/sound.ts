import { everySound, option } from './row.js';
import { oneOf, switchOn, text } from './value-kinds.js';

/** Microphone and speaker. */
export const soundRows = [
  option({
    name: 'mic',
    flag: '--mic <device>',
    value: text,
    group: 'audio',
    help: 'choose the microphone: index or part of a name, FILE.wav, or none',
    otherwise: 'the default device',
    commands: everySound,
    requires: 'sound',
    usedBy: 'sound',
  }),
  option({
    name: 'speaker',
    flag: '--speaker <device>',
    value: text,
    group: 'audio',
    help: 'choose the speaker: index or part of a name, FILE.wav to write, or none',
    otherwise: 'the default device',
    commands: [...everySound, 'run'],
    requires: 'sound',
    usedBy: 'sound',
  }),
  option({
    name: 'audioBackend',
    flag: '--audio-backend <kind>',
    value: oneOf('auto', 'portaudio', 'pulse', 'exec', 'none'),
    default: 'auto',
    group: 'audio',
    help: 'open devices through PortAudio, the sound server itself (pulse: PulseAudio or PipeWire) or external programs (exec: parec, arecord or sox), or not at all; auto takes the first that works, with --low-latency pulse first',
    commands: everySound,
    requires: 'sound',
    usedBy: 'sound',
  }),
  option({
    name: 'lowLatency',
    flag: '--low-latency',
    value: switchOn,
    default: false,
    group: 'audio',
    help: 'use shorter device buffers: less delay, more underruns on a busy machine',
    commands: everySound,
    requires: 'sound',
    usedBy: 'sound',
  }),
] as const;
