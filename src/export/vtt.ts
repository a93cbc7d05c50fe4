import { captionsOf, captionTime, type Caption } from './captions.js';
import type { ExportSource } from './source.js';

/**
 * WebVTT (W3C): a cue for each caption with its speaker as voice and the time of every word inside. The voice has the class
 * `estimated` where the times of words are not the service's.
 */
export function* vtt({ program, report }: ExportSource): Generator<string> {
  const { startedAt } = report.session;
  yield 'WEBVTT\n\n';
  yield `NOTE Made by voicelive ${program}${startedAt === undefined ? '' : ` from a session of ${startedAt}`}.\n\n`;
  const captions = captionsOf(report);
  if (captions.some(({ timing }) => timing === 'estimated'))
    yield 'NOTE Voices with the class "estimated": word times were spread over the speech, not measured.\n\n';
  for (const [index, caption] of captions.entries()) yield cue(caption, index + 1);
}

function cue(caption: Caption, number: number): string {
  const { speaker, startMs, endMs, timing } = caption;
  const voice = timing === 'estimated' ? `<v.estimated ${speaker}>` : `<v ${speaker}>`;
  const times = `${captionTime(startMs, '.')} --> ${captionTime(endMs, '.')}`;
  return `${number}\n${times}\n${voice}${timedText(caption)}</v>\n\n`;
}

/** A time inside a cue must be after its start and the time before, and before its end. */
function timedText({ words, startMs, endMs, timing }: Caption): string {
  let last = Math.round(startMs);
  return words
    .map((word, index) => {
      const text = escaped(word.text);
      const at = Math.round(word.startMs);
      if (index === 0) return text;
      if (timing === 'none' || at <= last || at >= Math.round(endMs)) return ` ${text}`;
      last = at;
      return ` <${captionTime(at, '.')}>${text}`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
