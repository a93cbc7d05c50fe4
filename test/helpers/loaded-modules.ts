import { existsSync, readFileSync } from 'node:fs';
import { isJsonObject } from '../../src/shared/json.js';

/**
 * Runs in the program: writes the path of every script of the bundle that runs and, at the end, of every module that was
 * required and every native addon that is mapped, a line each.
 */
const preload = `
import { appendFileSync, readFileSync } from 'node:fs';
import module, { syncBuiltinESMExports } from 'node:module';
import vm from 'node:vm';
import { isMainThread } from 'node:worker_threads';
const write = (line) => appendFileSync(FILE, line + '\\n');
if (isMainThread) {
  vm.Script = class extends vm.Script {
    constructor(source, options) {
      write(options.filename);
      super(source, options);
    }
  };
  syncBuiltinESMExports();
  process.on('exit', () => {
    Object.keys(module._cache).forEach(write);
    for (const line of readFileSync('/proc/self/maps', 'utf8').split('\\n')) {
      if (line.endsWith('.node')) write('addon:' + line.slice(line.indexOf('/')));
    }
  });
}`;

/** Options of Node that make the main thread of a program write what it loads into a file. */
export function recordingModules(file: string): readonly string[] {
  const source = preload.replace('FILE', () => JSON.stringify(file));
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`];
}

/** What was loaded: for a file of the bundle its sources (by its source map), else its path. */
export function loadedModules(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return [...new Set(lines)].flatMap((line) => (line.startsWith('/') ? sourcesOf(line) : [line]));
}

function sourcesOf(path: string): readonly string[] {
  const map = `${path}.map`;
  if (!existsSync(map)) return [path];
  const parsed: unknown = JSON.parse(readFileSync(map, 'utf8'));
  const sources = isJsonObject(parsed) ? parsed['sources'] : undefined;
  return Array.isArray(sources) ? sources.map(String) : [path];
}
