import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isJsonObject } from '../../src/shared/json.js';

/** Runs in the loader's thread: writes the address of every module that is imported, a line each. */
const hooks = `
import { appendFileSync } from 'node:fs';
let file;
export function initialize(data) { file = data.file; }
export async function load(url, context, next) {
  appendFileSync(file, url + '\\n');
  return next(url, context);
}`;

/** Runs in the program: registers the hooks, and at its end writes which native addons it has mapped. */
const preload = `
import { appendFileSync, readFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
const file = FILE;
if (isMainThread) {
  register('data:text/javascript,' + encodeURIComponent(HOOKS), { data: { file } });
  process.on('exit', () => {
    for (const line of readFileSync('/proc/self/maps', 'utf8').split('\\n')) {
      if (line.endsWith('.node')) appendFileSync(file, 'addon:' + line.slice(line.indexOf('/')) + '\\n');
    }
  });
}`;

/** Options of Node that make the main thread of a program write what it loads into a file. */
export function recordingModules(file: string): readonly string[] {
  const source = preload
    .replace('FILE', () => JSON.stringify(file))
    .replace('HOOKS', () => JSON.stringify(hooks));
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`];
}

/** What was loaded: for a file of the bundle its sources (by its source map), else its address. */
export function loadedModules(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return [...new Set(lines)].flatMap((line) =>
    line.startsWith('file:') ? sourcesOf(fileURLToPath(line)) : [line],
  );
}

function sourcesOf(path: string): readonly string[] {
  const map = `${path}.map`;
  if (!existsSync(map)) return [path];
  const parsed: unknown = JSON.parse(readFileSync(map, 'utf8'));
  const sources = isJsonObject(parsed) ? parsed['sources'] : undefined;
  return Array.isArray(sources) ? sources.map(String) : [path];
}
