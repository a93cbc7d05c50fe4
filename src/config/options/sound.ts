import { everySound, option } from './row.js';
import { oneOf, switchOn, text } from './value-kinds.js';

/** Microphone and speaker. */
export const soundRows = [
  option({
    name: 'mic',
    flag: '--mic <device>',
    value: text,
    group: 'sound',
    help: 'microphone: index or part of the name of a device, FILE.wav (paced in real time), or none',
    otherwise: 'the default device',
    commands: everySound,
    requires: 'sound',
    usedBy: 'sound',
  }),
  option({
    name: 'speaker',
    flag: '--speaker <device>',
    value: text,
    group: 'sound',
    help: 'speaker: index or part of the name of a device, FILE.wav (receives what would have been heard), or none',
    otherwise: 'the default device',
    commands: everySound,
    requires: 'sound',
    usedBy: 'sound',
  }),
  option({
    name: 'audioBackend',
    flag: '--audio-backend <kind>',
    value: oneOf('auto', 'portaudio', 'exec', 'none'),
    default: 'auto',
    group: 'sound',
    help: 'access to the devices: PortAudio, external programs (parec and pacat, arecord and aplay, sox), or none; auto uses the programs where PortAudio does not work',
    commands: everySound,
    requires: 'sound',
    usedBy: 'sound',
  }),
  option({
    name: 'lowLatency',
    flag: '--low-latency',
    value: switchOn,
    default: false,
    group: 'sound',
    help: 'shorter device buffers: less delay, but more underruns on a busy machine',
    commands: everySound,
    requires: 'sound',
    usedBy: 'sound',
  }),
] as const;
