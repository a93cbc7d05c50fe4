import { priceFile, priceTableOf } from '../../session/metrics/price-file.js';
import type { PriceTable } from '../../session/metrics/prices.js';
import { toolFile, toolSpecs } from '../../tools/tool-file.js';
import type { ToolSpec } from '../../tools/tool-spec.js';
import { readDocument } from '../../documents/document.js';

/**
 * The tools of a tool file. `where` names the option in errors.
 * @throws VoiceliveError exit code 2 with everything that is wrong in the file
 */
export function readToolFile(path: string, where: string): readonly ToolSpec[] {
  return toolSpecs(readDocument(path, where).read(toolFile), path);
}

/**
 * The prices of a price file. `where` names the option in errors.
 * @throws VoiceliveError exit code 2 with everything that is wrong in the file
 */
export function readPriceFile(path: string, where: string): PriceTable {
  return priceTableOf(readDocument(path, where).read(priceFile));
}
