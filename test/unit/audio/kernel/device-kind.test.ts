import { describe, expect, it } from 'vitest';
import { pickDevice } from '../../../../src/audio/host/pick-device.js';
import type { AudioDevice } from '../../../../src/audio/kernel/audio-device.js';
import { deviceKind } from '../../../../src/audio/kernel/device-kind.js';

function device(name: string, change: Partial<AudioDevice> = {}): AudioDevice {
  return {
    index: 0,
    name,
    inputChannels: 2,
    outputChannels: 2,
    defaultSampleRateHz: 48_000,
    isDefaultInput: false,
    isDefaultOutput: false,
    hostApi: 'ALSA',
    ...change,
  };
}

describe('the kind of a device', () => {
  it.each(['lavrate', 'speexrate', 'samplerate', 'upmix', 'dmix:CARD=PCH', 'surround51', 'pulse'])(
    '%s is an ALSA plug-in',
    (name) => {
      expect(deviceKind(device(name))).toBe('plug-in');
    },
  );

  it.each([
    device('HDA Intel PCH: ALC257 Analog (hw:0,0)'),
    device('plughw:CARD=PCH,DEV=0'),
    device('default'),
    device('my-headset'),
    device('pulse', { isDefaultInput: true }),
    device('speex', { hostApi: 'PulseAudio' }),
  ])('$name of $hostApi is a device', (each) => {
    expect(deviceKind(each)).toBe('device');
  });

  it.each(['alsa_output.pci-0000.analog-stereo.monitor', 'Monitor of Built-in Audio'])(
    '%s is a monitor',
    (name) => {
      expect(deviceKind(device(name, { hostApi: 'PulseAudio' }))).toBe('monitor');
    },
  );

  it('part of a name means a real device before a monitor, and a plug-in last', () => {
    const list = [
      device('usb-speaker.monitor', { index: 0, hostApi: 'PulseAudio' }),
      device('usb-microphone', { index: 1, hostApi: 'PulseAudio' }),
      device('pulse', { index: 2 }),
    ];
    expect(pickDevice(list, 'usb', 'input').index).toBe(1);
    expect(pickDevice(list, 'usb-speaker', 'input').index).toBe(0);
    expect(pickDevice(list, 'pulse', 'input').index).toBe(2);
    expect(() => pickDevice(list, 'bluetooth', 'input')).toThrow(
      /available: 0 usb-speaker\.monitor, 1 usb-microphone$/,
    );
  });
});
