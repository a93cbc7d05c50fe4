import { safeJson } from '../shared/safe-json.js';
import { audacity } from './audacity.js';
import type { TextFormat } from './format-table.js';
import { har } from './har.js';
import { exportDocument } from './json.js';
import { markdown } from './markdown.js';
import { script } from './script.js';
import type { ExportSource } from './source.js';
import { srt } from './srt.js';
import { trace } from './trace.js';
import { vtt } from './vtt.js';

/** What writes each format that is one text, in pieces. */
export const textFormats: Readonly<
  Record<TextFormat, (source: ExportSource) => AsyncIterable<string> | Iterable<string>>
> = {
  vtt,
  srt,
  md: markdown,
  json: (source) => [`${safeJson(exportDocument(source))}\n`],
  audacity,
  trace,
  har,
  script,
};
