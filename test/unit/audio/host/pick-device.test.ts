import { describe, expect, it } from 'vitest';
import type { AudioDevice } from '../../../../src/audio/kernel/audio-device.js';
import { pickDevice } from '../../../../src/audio/host/pick-device.js';

function device(
  index: number,
  name: string,
  inputChannels: number,
  outputChannels: number,
): AudioDevice {
  return {
    index,
    name,
    inputChannels,
    outputChannels,
    defaultSampleRateHz: 48_000,
    isDefaultInput: false,
    isDefaultOutput: false,
    hostApi: 'ALSA',
  };
}

const devices = [
  device(0, 'HDA Intel: ALC257 (hw:0,0)', 2, 2),
  device(1, 'HDMI 0 (hw:0,3)', 0, 8),
  device(2, 'USB Headset', 1, 2),
  device(3, 'USB', 1, 0),
];

describe('choosing a device', () => {
  it.each([
    ['2', 'input', 2],
    [' 1 ', 'output', 1],
    ['headset', 'output', 2],
    ['usb', 'input', 3],
    ['usb', 'output', 2],
    ['ALC257', 'input', 0],
  ] as const)('takes "%s" as %s to be device %i', (wanted, direction, index) => {
    expect(pickDevice(devices, wanted, direction).index).toBe(index);
  });

  it.each([
    ['99', 'input'],
    ['1', 'input'],
    ['3', 'output'],
    ['bluetooth', 'output'],
    ['', 'input'],
  ] as const)('refuses "%s" as %s and lists what there is', (wanted, direction) => {
    const found =
      direction === 'input' ? '0 HDA Intel: ALC257 (hw:0,0), 2 USB Headset, 3 USB' : '1 HDMI 0';
    expect(() => pickDevice(devices, wanted, direction)).toThrow(found);
  });

  it('says so when there is no device of the kind at all', () => {
    expect(() => pickDevice([device(0, 'HDMI', 0, 2)], 'HDMI', 'input')).toThrow(
      'no microphone was found',
    );
  });
});
