import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { keptCode, keepLater } from './kept-code.js';
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
  let external: NodeJS.Require | undefined;
  const requireFrom: Require = (request) => {
    if (request.startsWith('.')) return load(join(folder, request));
    external ??= createRequire(path);
    const requireIt = external;
    return isHeavy(request) ? lazyModule(request, () => requireIt(request)) : requireIt(request);
  };
  bodyOf(path)(module.exports, requireFrom, module, path, folder);
  return module.exports;
}

function asBody(value: unknown): ModuleBody {
  if (typeof value !== 'function') throw new TypeError('the wrapper of a module is no function');
  return (...parts) => void Reflect.apply(value, undefined, parts);
}

function bodyOf(path: string): ModuleBody {
  // esbuild writes ASCII; reading it as Latin-1 spares decoding, and V8 keeps it in one byte a character.
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(path, 'latin1')}\n})`;
  const cachedData = keptCode(path);
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) });
  if (script.cachedDataRejected !== false) keepLater(path, script);
  return asBody(script.runInThisContext());
}
