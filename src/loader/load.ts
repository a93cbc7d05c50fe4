import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { keepLater, keptFile } from './kept-code.js';
import { isHeavy, lazyModule } from './lazy-module.js';

type Require = (request: string) => unknown;
interface CommonJsModule {
  exports: unknown;
}
type ModuleBody = (
  exports: unknown,
  require: Require,
  module: CommonJsModule,
  fileName: string,
  folder: string,
) => void;

const modules = new Map<string, CommonJsModule>();

/** Of the file that this is bundled into: it finds the same packages as one of the bundle's own would. */
const external: Require = require;

/**
 * Runs a CommonJS file of the bundle once and returns its exports, as `require` does, but with the code that V8 compiled
 * in an earlier start: compiling takes longer than everything else a start does. `require` itself cannot do this before
 * Node 22.1.
 * @throws whatever the file throws, or the error of a file that cannot be read
 */
export function load(path: string): unknown {
  const known = modules.get(path);
  if (known !== undefined) return known.exports;
  const module: CommonJsModule = { exports: {} };
  modules.set(path, module);
  const folder = dirname(path);
  const requireFrom: Require = (request) => {
    if (request.startsWith('.')) return load(join(folder, request));
    return isHeavy(request) ? lazyModule(request, () => external(request)) : external(request);
  };
  bodyOf(path)(module.exports, requireFrom, module, path, folder);
  return module.exports;
}

function asBody(value: unknown): ModuleBody {
  if (typeof value !== 'function') throw new TypeError('the wrapper of a module is no function');
  return (...parts) => void Reflect.apply(value, undefined, parts);
}

function bodyOf(path: string): ModuleBody {
  const name = basename(path);
  const kept = keptFile(name);
  // esbuild writes ASCII; reading it as Latin-1 spares decoding, and V8 keeps it in one byte a character.
  const source =
    kept?.source.toString('latin1') ??
    `(function(exports,require,module,__filename,__dirname){${readFileSync(path, 'latin1')}\n})`;
  const script = new Script(source, { filename: path, ...(kept && { cachedData: kept.code }) });
  keepLater(name, source, script);
  return asBody(script.runInThisContext());
}
