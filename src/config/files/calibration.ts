import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject } from '../../shared/json.js';
import { configFolder, type Environment } from './config-folder.js';

/** What `voicelive doctor --loopback` measured for one pair of devices. */
export interface Calibration {
  /** As given to --mic and --speaker. */
  readonly microphone: string;
  readonly speaker: string;
  readonly roundTripMs: number;
  readonly deviceDepthMs: number;
  /** ISO 8601 UTC. */
  readonly measuredAt: string;
}

/** Where the calibration is saved. */
export function calibrationPath(env: Environment): string {
  return join(configFolder(env), 'calibration.json');
}

/** The calibration of these devices; undefined when there is none or the file is damaged. */
export function readCalibration(
  env: Environment,
  microphone: string,
  speaker: string,
): Calibration | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(calibrationPath(env), 'utf8'));
  } catch {
    // Missing or damaged: the device's own figure is used until doctor --loopback writes the file.
    return undefined;
  }
  if (!isJsonObject(value) || value['microphone'] !== microphone || value['speaker'] !== speaker) {
    return undefined;
  }
  const { roundTripMs, deviceDepthMs, measuredAt } = value;
  if (typeof roundTripMs !== 'number' || typeof deviceDepthMs !== 'number') return undefined;
  const when = typeof measuredAt === 'string' ? measuredAt : '';
  return { microphone, speaker, roundTripMs, deviceDepthMs, measuredAt: when };
}

/** Saves a calibration in place of the previous one. */
export function writeCalibration(env: Environment, calibration: Calibration): void {
  mkdirSync(configFolder(env), { recursive: true });
  writeFileSync(calibrationPath(env), `${JSON.stringify(calibration, undefined, 2)}\n`);
}
