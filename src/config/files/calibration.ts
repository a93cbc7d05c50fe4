import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject } from '../../shared/json.js';
import { configFolder, type Environment } from './config-folder.js';

/** What a calibration is for. The delay differs between backends, and with the length of their buffers. */
export interface CalibratedPath {
  /** As given to --mic and --speaker. */
  readonly microphone: string;
  readonly speaker: string;
  /** The backend that was used, not the one asked for. */
  readonly backend: string;
  readonly lowLatency: boolean;
}

/** What `voicelive doctor --loopback` measured. */
export interface Calibration extends CalibratedPath {
  readonly roundTripMs: number;
  readonly deviceDepthMs: number;
  /** ISO 8601 UTC. */
  readonly measuredAt: string;
}

export interface Calibrations {
  readonly entries: readonly Calibration[];
  /** Of an earlier version, which did not tell backends apart: ignored. */
  readonly isOutdated: boolean;
}

/** For a file of an earlier version. */
export const outdatedCalibration =
  'The saved calibration does not say which audio backend it was measured with and is ignored. Run voicelive doctor --loopback to measure again.';

/** More than anyone has devices; the oldest are dropped. */
const maxEntries = 32;

/** Where the calibration is saved. */
export function calibrationPath(env: Environment): string {
  return join(configFolder(env), 'calibration.json');
}

/** All saved calibrations; none when the file is missing or damaged. */
export function readCalibrations(env: Environment): Calibrations {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(calibrationPath(env), 'utf8'));
  } catch {
    // The device's own figure is used until doctor --loopback writes the file.
    return { entries: [], isOutdated: false };
  }
  if (!isJsonObject(value)) return { entries: [], isOutdated: false };
  const { calibrations } = value;
  if (!Array.isArray(calibrations)) return { entries: [], isOutdated: 'roundTripMs' in value };
  return { entries: calibrations.flatMap(entryOf), isOutdated: false };
}

/** The calibration of a path, if it was measured. */
export function findCalibration(
  { entries }: Calibrations,
  path: CalibratedPath,
): Calibration | undefined {
  return entries.find((entry) => isSamePath(entry, path));
}

/** Saves a calibration in place of the previous one of the same path. */
export function writeCalibration(env: Environment, calibration: Calibration): void {
  const others = readCalibrations(env).entries.filter((entry) => !isSamePath(entry, calibration));
  const calibrations = [calibration, ...others].slice(0, maxEntries);
  mkdirSync(configFolder(env), { recursive: true });
  writeFileSync(calibrationPath(env), `${JSON.stringify({ calibrations }, undefined, 2)}\n`);
}

function isSamePath(a: CalibratedPath, b: CalibratedPath): boolean {
  return (
    a.microphone === b.microphone &&
    a.speaker === b.speaker &&
    a.backend === b.backend &&
    a.lowLatency === b.lowLatency
  );
}

function entryOf(value: unknown): readonly Calibration[] {
  if (!isJsonObject(value)) return [];
  const { microphone, speaker, backend, lowLatency } = value;
  const { roundTripMs, deviceDepthMs, measuredAt } = value;
  if (typeof microphone !== 'string' || typeof speaker !== 'string') return [];
  if (typeof backend !== 'string' || typeof lowLatency !== 'boolean') return [];
  if (typeof roundTripMs !== 'number' || typeof deviceDepthMs !== 'number') return [];
  const when = typeof measuredAt === 'string' ? measuredAt : '';
  const path = { microphone, speaker, backend, lowLatency };
  return [{ ...path, roundTripMs, deviceDepthMs, measuredAt: when }];
}
