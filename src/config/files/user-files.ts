import { priceFile, priceTableOf } from '../../session/metrics/price-file.js';
import type { PriceTable } from '../../session/metrics/prices.js';
import { toolFile, toolSpecs } from '../../tools/tool-file.js';
import type { ToolSpec } from '../../tools/tool-spec.js';
import { readDocument } from '../../documents/document.js';
import { canStart } from '../../shared/find-program.js';
import { wrongValueAt } from '../../validation/problem.js';

/**
 * The tools of a tool file. `where` names the option in errors.
 * @throws VoiceliveError exit code 2 with everything that is wrong in the file, or every program that cannot be started
 */
export function readToolFile(path: string, where: string): readonly ToolSpec[] {
  const document = readDocument(path, where);
  const specs = toolSpecs(document.read(toolFile), path);
  const missing = specs.flatMap(({ action }, index) => {
    if (action.kind !== 'command' || canStart(action.program, action.directory)) return [];
    const expected = 'a program on PATH, or a path relative to this file';
    return [wrongValueAt([index, 'command', 0], action.program, expected)];
  });
  if (missing.length > 0) throw document.invalid(missing);
  return specs;
}

/**
 * The prices of a price file. `where` names the option in errors.
 * @throws VoiceliveError exit code 2 with everything that is wrong in the file
 */
export function readPriceFile(path: string, where: string): PriceTable {
  return priceTableOf(readDocument(path, where).read(priceFile));
}
