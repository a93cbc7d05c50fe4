import { captionsOf, captionTime } from './captions.js';
import type { ExportSource } from './source.js';

/** SubRip: captions with their speaker in front. The format has neither comments nor times of words. */
export function* srt({ report }: ExportSource): Generator<string> {
  for (const [index, { speaker, startMs, endMs, words }] of captionsOf(report).entries()) {
    const text = words.map((word) => word.text).join(' ');
    const times = `${captionTime(startMs, ',')} --> ${captionTime(endMs, ',')}`;
    // An arrow inside a text is taken for times by most readers.
    yield `${index + 1}\n${times}\n${speaker}: ${text.replaceAll('-->', '→')}\n\n`;
  }
}
