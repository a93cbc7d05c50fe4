import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject } from '../shared/json.js';
import { packageRoot } from '../shared/paths.js';

/** The version of this package. */
export function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const version = isJsonObject(manifest) ? manifest['version'] : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
