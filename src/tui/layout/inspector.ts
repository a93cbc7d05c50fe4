import type { LogEntry } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { span, type Row } from '../text/rows.js';
import { wrap } from '../text/wrap.js';

/** More of an event than this is not laid out. */
const jsonLimit = 200_000;

const remembered = new WeakMap<
  LogEntry,
  { readonly width: number; readonly rows: readonly Row[] }
>();

/** One event's JSON, wrapped; all of its lines. */
export function inspectorRows(entry: LogEntry, width: number): readonly Row[] {
  const known = remembered.get(entry);
  if (known?.width === width) return known.rows;
  const json = JSON.stringify(entry.event, null, 2).slice(0, jsonLimit);
  const lines = wrap(sanitise(json, { newlines: true }), Math.max(1, width - 2));
  const rows = lines.map((line): Row => [span(` ${line.text}`)]);
  remembered.set(entry, { width, rows });
  return rows;
}
