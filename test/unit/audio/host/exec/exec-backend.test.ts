import { describe, expect, it } from 'vitest';
import { isUnderrun } from '../../../../../src/audio/host/exec/exec-backend.js';
import { parseAlsaNames, parsePactl } from '../../../../../src/audio/host/exec/system-devices.js';
import { OutputPace, parsePacatReport } from '../../../../../src/audio/host/exec/output-pace.js';
import { HealthMeter } from '../../../../../src/audio/host-client/health-meter.js';

/** Lets `pace` hand frames of 20 ms to a player with a clock of its own for a minute; gives its lead at the end. */
function leadAfterAMinute(ppm: number, reports: boolean): number {
  const pace = new OutputPace(20, 0);
  let nowMs = 0;
  let handedMs = 0;
  let playedMs = 0;
  while (nowMs < 60_000) {
    const waitMs = pace.next(nowMs);
    handedMs += 20;
    const nextMs = nowMs + waitMs;
    playedMs = Math.min(handedMs, playedMs + (nextMs - nowMs) * (1 + ppm / 1e6));
    nowMs = nextMs;
    if (reports) pace.reported(playedMs);
  }
  return handedMs - playedMs;
}

describe('the pace of what goes to a program', () => {
  it.each([-500, 0, 500])('follows a device that is %i ppm off by its reports', (ppm) => {
    const leadMs = leadAfterAMinute(ppm, true);
    expect(leadMs).toBeGreaterThan(60);
    expect(leadMs).toBeLessThan(110);
  });

  it('is the clock, four frames ahead, without reports', () => {
    expect(leadAfterAMinute(0, false)).toBeGreaterThanOrEqual(80);
    expect(leadAfterAMinute(0, false)).toBeLessThanOrEqual(100);
  });

  it('does not make up for a long hold-up all at once', () => {
    const pace = new OutputPace(20, 0);
    for (let n = 0; n < 5; n += 1) pace.next(0);
    let atOnce = 0;
    while (pace.next(10_000) === 0) atOnce += 1;
    expect(atOnce).toBeLessThan(5);
  });

  it.each([
    ['this program', 600, 0],
    ['the player', 0, 600],
  ])('is back at its lead a second after %s was held up', (_, hereMs, thereMs) => {
    const pace = new OutputPace(20, 0);
    let [nowMs, handedMs, playedMs, idleUntilMs] = [0, 0, 0, 0];
    while (nowMs < 3600) {
      const waitMs = pace.next(nowMs);
      handedMs += 20;
      const isHeldUp = nowMs < 2000 && nowMs + waitMs >= 2000;
      if (isHeldUp) idleUntilMs = 2000 + thereMs;
      const nextMs = nowMs + waitMs + (isHeldUp ? hereMs : 0);
      const playingMs = Math.max(0, nextMs - Math.max(nowMs, idleUntilMs));
      playedMs = Math.min(handedMs, playedMs + playingMs);
      nowMs = nextMs;
      pace.reported(playedMs);
    }
    expect(handedMs - playedMs).toBeLessThanOrEqual(120);
  });

  it('reads what pacat reports, and nothing else', () => {
    expect(parsePacatReport('Time: 0.400 sec; Latency: 34062 usec.        ')).toBe(400);
    expect(parsePacatReport('Time: 3601.050 sec; Latency: 30617 usec.')).toBe(3_601_050);
    expect(parsePacatReport('Stream started.')).toBeUndefined();
  });
});

describe('the devices that programs list', () => {
  it('are sources and sinks of PulseAudio or PipeWire', () => {
    const text =
      '0\talsa_input.usb\tmodule-alsa-card.c\ts16le 2ch 48000Hz\tIDLE\n' +
      '57\tbluez_input.00\tPipeWire\tfloat32le 1ch 16000Hz\tSUSPENDED\n';
    expect(parsePactl(text, 'input', 'bluez_input.00')).toEqual([
      {
        name: 'alsa_input.usb',
        inputChannels: 2,
        outputChannels: 0,
        defaultSampleRateHz: 48_000,
        isDefaultInput: false,
        isDefaultOutput: false,
        hostApi: 'PulseAudio',
      },
      {
        name: 'bluez_input.00',
        inputChannels: 1,
        outputChannels: 0,
        defaultSampleRateHz: 16_000,
        isDefaultInput: true,
        isDefaultOutput: false,
        hostApi: 'PulseAudio',
      },
    ]);
  });

  it('are the names of ALSA without their descriptions', () => {
    const text =
      'null\n    Discard all samples\ndefault\n    The default\nplughw:CARD=PCH,DEV=0\n    HDA\n';
    expect(parseAlsaNames(text)).toEqual(['default', 'plughw:CARD=PCH,DEV=0']);
  });
});

describe('a program that plays', () => {
  it.each([
    ['Stream underrun.', true],
    ['underrun!!! (at least 12.345 ms long)', true],
    ['Time: 0.400 sec; Latency: 34062 usec.', false],
  ])('says %s', (line, isOne) => {
    expect(isUnderrun(line)).toBe(isOne);
  });
});

describe('the health of the sound', () => {
  const host = { loopLagMs: 1, deviceDepthMs: 101, preBufferMs: 20 };

  it('stays the same while nothing that matters changes', () => {
    const meter = new HealthMeter();
    expect(meter.take()).toBeUndefined();
    meter.fromHost({ ...host, speakerDriftPpm: 41 });
    const first = meter.take();
    meter.fromHost({ ...host, loopLagMs: 2, deviceDepthMs: 99, speakerDriftPpm: 38 });
    meter.captureLag(1.2);
    expect(meter.take()).toEqual(first);
    expect(first).toEqual({
      speakerDriftPpm: 40,
      deviceDepthMs: 100,
      preBufferMs: 20,
      hostLagMs: 0,
      captureLagMs: 0,
    });
  });

  it('tells the longest hold-up since it was last asked', () => {
    const meter = new HealthMeter();
    for (const loopLagMs of [3, 78, 1]) meter.fromHost({ ...host, loopLagMs });
    for (const lagMs of [2, 102, 5]) meter.captureLag(lagMs);
    expect(meter.take()).toMatchObject({ hostLagMs: 80, captureLagMs: 100 });
    meter.fromHost(host);
    expect(meter.take()).toMatchObject({ hostLagMs: 0, captureLagMs: 0 });
  });
});
