import { escapeVisibly } from '../../shared/escape-visibly.js';
import { clipRow, span, type Row, type Style } from '../../tui/text/rows.js';
import { wrap } from '../../tui/text/wrap.js';
import type { CheckResult } from '../model/result.js';

export interface FailureTextOptions {
  readonly width: number;
  /** The script's line at the place, where it can be read. */
  readonly line?: string;
  /** Folder of the recording, where it was kept. */
  readonly recording?: string;
}

const indent = 2;
const labelWidth = 'recording  '.length;
/** A value gets so many columns at least, however narrow the terminal is. */
const fewestColumns = 10;

/**
 * What a failed check prints: where it stands in the script, that line, what was expected and what happened, the events
 * around it, and the recording. Nothing of it acts on a terminal or hides: such characters are written out.
 */
export function failureText(
  { place, name, step, expected, actual, events }: CheckResult,
  { width, line, recording }: FailureTextOptions,
): readonly Row[] {
  const where = `${place.file}:${place.line}:${place.column}`;
  const scope = step === undefined ? 'whole session' : `step ${step + 1}`;
  const one = (text: string, style: Style): Row =>
    clipRow([span(' '.repeat(indent)), span(escapeVisibly(text), style)], width);
  return [
    ...wrapped(`${where}  ${name} (${scope})`, width).map((text) => [span(text, 'strong')]),
    ...(line === undefined ? [] : [one(line.trim(), 'plain')]),
    ...labelled('expected', expected, 'assistant', width),
    ...labelled('actual', actual, 'error', width),
    ...events.map((event) => one(event, 'dim')),
    ...(recording === undefined ? [] : labelled('recording', recording, 'plain', width)),
  ];
}

/** A label, and the text behind it on as many rows as it needs. */
function labelled(label: string, text: string, style: Style, width: number): readonly Row[] {
  const columns = Math.max(fewestColumns, width - indent - labelWidth);
  return wrapped(text, columns).map((row, index) => [
    span(' '.repeat(indent) + (index === 0 ? label : '').padEnd(labelWidth), 'dim'),
    span(row, style),
  ]);
}

function wrapped(text: string, width: number): readonly string[] {
  return wrap(escapeVisibly(text), width).map((row) => row.text);
}
