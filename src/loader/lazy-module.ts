/** Modules of Node that take a millisecond or more to load, and that few starts use all of. */
const heavy = new Set(
  [
    'child_process',
    'crypto',
    'fs/promises',
    'http',
    'https',
    'readline',
    'tls',
    'worker_threads',
    'zlib',
  ].flatMap((name) => [name, `node:${name}`]),
);

export function isHeavy(name: string): boolean {
  return heavy.has(name);
}

const lazy = new Map<string, object>();

/** A module that is loaded when something of it is used first: some of Node's own take milliseconds. */
export function lazyModule(name: string, loadIt: () => unknown): object {
  let module = lazy.get(name);
  if (module === undefined) {
    let loaded: object | undefined;
    const real = (): object => (loaded ??= asObject(loadIt()));
    module = new Proxy(
      {},
      {
        get: (_, key): unknown => Reflect.get(real(), key),
        has: (_, key) => Reflect.has(real(), key),
        ownKeys: () => Reflect.ownKeys(real()),
        getPrototypeOf: () => Reflect.getPrototypeOf(real()),
        getOwnPropertyDescriptor: (_, key) => {
          const found = Reflect.getOwnPropertyDescriptor(real(), key);
          // A proxy may not show what its own target does not have as fixed.
          return found === undefined ? undefined : { ...found, configurable: true };
        },
      },
    );
    lazy.set(name, module);
  }
  return module;
}

function asObject(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError('not a module');
  return value;
}
