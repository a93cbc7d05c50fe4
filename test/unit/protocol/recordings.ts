import { readdirSync, readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../../../src/shared/json.js';

const folder = new URL('../../fixtures/service-recordings/', import.meta.url);

export interface RecordedFrame {
  readonly from: 'service' | 'client';
  readonly data: JsonObject;
}

export const recordingNames = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

/** The messages of one recording of the real service, in order. */
export function readRecording(name: string): readonly RecordedFrame[] {
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
  return lines.filter((line) => line !== '').flatMap(readRow);
}

function readRow(line: string): readonly RecordedFrame[] {
  const row: unknown = JSON.parse(line);
  if (!isJsonObject(row)) throw new Error('a row of a recording is not an object');
  const { dir, data } = row;
  return isJsonObject(data) ? [{ from: dir === 's2c' ? 'service' : 'client', data }] : [];
}

/** The error objects of `errors_observed.json`. */
export function readObservedErrors(): readonly JsonObject[] {
  const rows: unknown = JSON.parse(readFileSync(new URL('errors_observed.json', folder), 'utf8'));
  if (!Array.isArray(rows)) throw new Error('errors_observed.json is not an array');
  return rows.filter(isJsonObject);
}
