import { parsePriceFile } from '../../session/metrics/price-file.js';
import type { PriceTable } from '../../session/metrics/prices.js';
import { parseToolFile } from '../../tools/tool-file.js';
import type { ToolSpec } from '../../tools/tool-spec.js';
import { readDocument } from './document.js';

/**
 * The tools of a tool file. `where` names the option in errors.
 * @throws VoiceliveError exit code 2 with everything that is wrong in the file
 */
export function readToolFile(path: string, where: string): readonly ToolSpec[] {
  return parseToolFile(readDocument(path, where));
}

/**
 * The prices of a price file. `where` names the option in errors.
 * @throws VoiceliveError exit code 2 with everything that is wrong in the file
 */
export function readPriceFile(path: string, where: string): PriceTable {
  return parsePriceFile(readDocument(path, where));
}
