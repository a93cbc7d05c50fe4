import { describe, expect, it } from 'vitest';
import { HostLosses } from '../../../../src/audio/host-client/host-losses.js';
import { DeviceOutage } from '../../../../src/audio/host-client/device-outage.js';

describe('an outage of the devices', () => {
  it('is news once, and once again when it is over', () => {
    const outage = new DeviceOutage();
    expect(outage.end()).toBe(false);
    expect([outage.begin(1000), outage.begin(2000)]).toEqual([true, false]);
    expect([outage.end(), outage.end()]).toEqual([true, false]);
    expect(outage.begin(3000)).toBe(true);
  });

  it('is tried ever more slowly, and given up after five minutes', () => {
    const outage = new DeviceOutage();
    outage.begin(1000);
    const delays = Array.from({ length: 7 }, () => {
      const delayMs = outage.retryDelayMs;
      expect(outage.failed(200_000)).toBe(true);
      return delayMs;
    });
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
    expect(outage.failed(301_000)).toBe(false);
    outage.end();
    expect(outage.retryDelayMs).toBe(250);
  });
});

describe('the losses of one audio host after another', () => {
  it('add up, each host counting from 0', () => {
    const losses = new HostLosses();
    losses.report({ droppedCaptureFrames: 1, droppedPlaybackSamples: 20, underruns: 3 });
    losses.report({ droppedCaptureFrames: 2, droppedPlaybackSamples: 20, underruns: 4 });
    losses.hostEnded();
    losses.report({ droppedCaptureFrames: 5, droppedPlaybackSamples: 0, underruns: 0 });
    const total = { droppedCaptureFrames: 7, droppedPlaybackSamples: 20, underruns: 4 };
    expect(losses.total).toEqual(total);
  });
});
