import { escapeVisibly } from '../../shared/escape-visibly.js';
import { rowWidth, span, spread, type Row, type Span } from '../text/rows.js';
import { shorten, textWidth } from '../text/width.js';
import { wrapSpans } from '../text/wrap-spans.js';
import { toolName, toolStatus, type EntryOf } from '../entry-words.js';
import { flatJson } from '../text/flat-json.js';

/** Longest output that is looked at for the one line it gets. */
const outputLimit = 1000;

/** The call and what came of it, on one line where both fit. */
export function toolRows(entry: EntryOf<'tool'>, width: number): readonly Row[] {
  const status = toolStatus(entry);
  const room = Math.max(0, width - textWidth(status.text) - 2);
  const call = `${toolName(entry)} ${escapeVisibly(flatJson(entry.arguments))}`;
  const result = resultSpan(entry);
  const line = (spans: Row): Row => spread(spans, [span('  '), status], width);
  if (result === undefined) return [line([span(shorten(call, room))])];
  const whole = [span(`${call} `), result];
  if (rowWidth(whole) <= room) return [line(whole)];
  return [
    line([span(shorten(call, room))]),
    ...(entry.remote === true && entry.phase === 'failed'
      ? wrapSpans([result], width)
      : [[span(shorten(result.text, width), result.style)]]),
  ];
}

function resultSpan({ output, phase }: EntryOf<'tool'>): Span | undefined {
  if (output === undefined || (phase !== 'done' && phase !== 'failed')) return undefined;
  const text = flatJson(output.slice(0, outputLimit)).replace(/\s+/g, ' ').trim();
  return span(`→ ${escapeVisibly(text)}`, phase === 'failed' ? 'error' : 'dim');
}
