import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  calibrationPath,
  findCalibration,
  readCalibrations,
  writeCalibration,
} from '../../../../src/config/files/calibration.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voicelive-calibration-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the calibration of the devices', () => {
  const path = { microphone: 'default', speaker: 'USB', backend: 'pulse', lowLatency: false };
  const calibration = {
    ...path,
    roundTripMs: 131.5,
    deviceDepthMs: 151.5,
    measuredAt: '2026-11-20T20:31:22.350Z',
  };

  test('is found again for the same devices, backend and mode only', () => {
    const env = { XDG_CONFIG_HOME: folder };
    const find = (wanted: typeof path) => findCalibration(readCalibrations(env), wanted);
    expect(find(path)).toBeUndefined();
    writeCalibration(env, calibration);
    expect(find(path)).toEqual(calibration);
    expect(find({ ...path, speaker: 'default' })).toBeUndefined();
    expect(find({ ...path, microphone: 'USB' })).toBeUndefined();
    expect(find({ ...path, backend: 'portaudio' })).toBeUndefined();
    expect(find({ ...path, lowLatency: true })).toBeUndefined();
  });

  test('replaces the previous one of its path, and leaves the others', () => {
    const env = { XDG_CONFIG_HOME: folder };
    const exec = { ...calibration, backend: 'exec' };
    writeCalibration(env, calibration);
    writeCalibration(env, exec);
    writeCalibration(env, { ...calibration, roundTripMs: 40 });
    expect(readCalibrations(env).entries).toEqual([{ ...calibration, roundTripMs: 40 }, exec]);
  });

  test('is kept of the last 32 paths', () => {
    const env = { XDG_CONFIG_HOME: folder };
    for (let n = 0; n < 40; n += 1) writeCalibration(env, { ...calibration, speaker: `${n}` });
    const speakers = readCalibrations(env).entries.map(({ speaker }) => speaker);
    expect(speakers).toHaveLength(32);
    expect(speakers[0]).toBe('39');
  });

  test('counts as none when the file is damaged', () => {
    const env = { XDG_CONFIG_HOME: folder };
    writeCalibration(env, calibration);
    writeFileSync(calibrationPath(env), '{"calibrations":[{"microphone":"default"');
    expect(readCalibrations(env)).toEqual({ entries: [], isOutdated: false });
    writeFileSync(calibrationPath(env), '{"calibrations":[{"microphone":"default"}, 7]}');
    expect(readCalibrations(env)).toEqual({ entries: [], isOutdated: false });
  });

  test('of an earlier version is ignored, and known as such', () => {
    const env = { XDG_CONFIG_HOME: folder };
    writeCalibration(env, calibration);
    const { microphone, speaker, roundTripMs, deviceDepthMs } = calibration;
    const old = { microphone, speaker, roundTripMs, deviceDepthMs };
    writeFileSync(calibrationPath(env), JSON.stringify(old));
    expect(readCalibrations(env)).toEqual({ entries: [], isOutdated: true });
    writeCalibration(env, calibration);
    expect(readCalibrations(env)).toEqual({ entries: [calibration], isOutdated: false });
  });
});
