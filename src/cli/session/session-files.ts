import { readDocument, type UserDocument } from '../../documents/document.js';
import type { ResolvedOptions } from '../../config/options/layers.js';
import { readSessionFile } from '../../config/session/session-file.js';
import type { RequestSession } from '../../protocol/generated/types.js';
import { priceFile, priceTableOf } from '../../session/metrics/price-file.js';
import type { PriceTable } from '../../session/metrics/prices.js';
import { toolFile, toolSpecs } from '../../tools/tool-file.js';
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
  const document = (path: string, name: 'tools' | 'prices'): UserDocument =>
    readDocument(path, sources.get(name) ?? `flag --${name}`);
  return {
    ...(tools === undefined
      ? {}
      : { tools: toolSpecs(document(tools, 'tools').read(toolFile), tools) }),
    ...(session === undefined ? {} : { session: readSessionFile(session) }),
    ...(prices === undefined
      ? {}
      : { prices: priceTableOf(document(prices, 'prices').read(priceFile)) }),
  };
}
