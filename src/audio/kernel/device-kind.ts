import type { AudioDevice } from './audio-device.js';

/** PCMs that ALSA's configuration defines beside the cards: converters, mixers and doors to sound servers. */
const alsaPlugIn =
  /^(?:a52|center_lfe|dca|dmix|dsnoop|front|hdmi|hw|iec958|jack|lavrate|modem|null|oss|phoneline|pipewire|pulse|rear|samplerate|side|spdif|speex|speexrate|surround\d+|sysdefault|upmix|usbstream|vdownmix)(?::|$)/;

/**
 * What an entry of the list is: a real device, the monitor of a speaker (it records what the speaker plays), or an ALSA
 * plug-in that is no device of its own. A default is a device: it is what opens.
 */
export function deviceKind(device: AudioDevice): 'device' | 'monitor' | 'plug-in' {
  if (/\.monitor$|^monitor of /i.test(device.name)) return 'monitor';
  const isDefault = device.isDefaultInput || device.isDefaultOutput;
  return device.hostApi === 'ALSA' && !isDefault && alsaPlugIn.test(device.name)
    ? 'plug-in'
    : 'device';
}
