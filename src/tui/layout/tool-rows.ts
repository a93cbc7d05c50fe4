import { callText, resultSpan, toolStatus, type EntryOf } from '../entry-words.js';
import type { Highlight } from '../search/highlight.js';
import { span, spread, type Row } from '../text/rows.js';
import { shorten, textWidth } from '../text/width.js';
import { wrapSpans } from '../text/wrap-spans.js';

/** The call and what came of it, on one line where both fit. */
export function toolRows(entry: EntryOf<'tool'>, width: number, mark: Highlight): readonly Row[] {
  const status = toolStatus(entry);
  const room = Math.max(0, width - textWidth(status.text) - 2);
  const call = callText(entry);
  const result = resultSpan(entry);
  const line = (spans: Row): Row => spread(spans, [span('  '), status], width);
  const shortCall = (): Row => line(mark([span(shorten(call, room))]));
  if (result === undefined) return [shortCall()];
  if (textWidth(`${call} ${result.text}`) <= room)
    return [line([...mark([span(call)]), span(' '), ...mark([result])])];
  return [
    shortCall(),
    ...(entry.remote === true && entry.phase === 'failed'
      ? wrapSpans(mark([result]), width)
      : [mark([span(shorten(result.text, width), result.style)])]),
  ];
}
