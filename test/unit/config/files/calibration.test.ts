import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  calibrationPath,
  readCalibration,
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
  const calibration = {
    microphone: 'default',
    speaker: 'USB',
    roundTripMs: 131.5,
    deviceDepthMs: 151.5,
    measuredAt: '2026-11-20T20:31:22.350Z',
  };

  test('is found again for the same devices only', () => {
    const env = { XDG_CONFIG_HOME: folder };
    expect(readCalibration(env, 'default', 'USB')).toBeUndefined();
    writeCalibration(env, calibration);
    expect(readCalibration(env, 'default', 'USB')).toEqual(calibration);
    expect(readCalibration(env, 'default', 'default')).toBeUndefined();
  });

  test('counts as none when the file is damaged', () => {
    const env = { XDG_CONFIG_HOME: folder };
    writeCalibration(env, calibration);
    writeFileSync(calibrationPath(env), '{"microphone":"default","speaker":"USB"');
    expect(readCalibration(env, 'default', 'USB')).toBeUndefined();
  });
});
