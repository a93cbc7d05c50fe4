import { readDocument } from '../../config/files/document.js';
import type { ResolvedOptions } from '../../config/options/layers.js';
import { readSessionFile } from '../../config/session/session-file.js';
import type { RequestSession } from '../../protocol/generated/types.js';
import { parsePriceFile } from '../../session/metrics/price-file.js';
import type { PriceTable } from '../../session/metrics/prices.js';
import { parseToolFile } from '../../tools/tool-file.js';
import type { ToolSpec } from '../../tools/tool-spec.js';

/** What the files say that were given. */
export interface SessionFiles {
  readonly session?: RequestSession;
  readonly tools?: readonly ToolSpec[];
  readonly prices?: PriceTable;
}

/**
 * Reads the files of --session, --tools and --prices.
 * @throws VoiceliveError exit code 2 with everything that is wrong in one of them
 */
export function readSessionFiles({ values, sources }: ResolvedOptions): SessionFiles {
  const { session, tools, prices } = values;
  const read = (path: string, name: 'tools' | 'prices'): ReturnType<typeof readDocument> =>
    readDocument(path, sources.get(name) ?? `flag --${name}`);
  return {
    ...(tools === undefined ? {} : { tools: parseToolFile(read(tools, 'tools')) }),
    ...(session === undefined ? {} : { session: readSessionFile(session) }),
    ...(prices === undefined ? {} : { prices: parsePriceFile(read(prices, 'prices')) }),
  };
}
