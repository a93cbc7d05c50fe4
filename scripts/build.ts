import { readdir, rm } from 'node:fs/promises';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { replacedModules } from './replaced-modules.js';

const root = new URL('..', import.meta.url).pathname;

const common: BuildOptions = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  sourcesContent: false,
  minify: true,
  plugins: [replacedModules],
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  external: [
    'naudiodon',
    'soundswallower',
    '@azure/identity',
    'bufferutil',
    'utf-8-validate',
    'react-devtools-core',
  ],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
};

/** Each runs in its own process or thread, where one file loads faster than shared chunks. */
const alone = {
  'audio-host': 'src/audio/host/host-main.ts',
  'emulator-worker': 'src/emulator/worker.ts',
  'emulator-ears': 'src/emulator/recognition/recognition-worker.ts',
};

const program: BuildOptions = {
  ...common,
  entryPoints: { cli: 'src/cli/main.ts' },
  splitting: true,
};

/**
 * The modules that every start loads, and the small ones that nearly every part needs. Every lazily loaded part imports
 * them, so that they are bundled into one file: each additional file costs half a millisecond.
 */
async function alwaysLoaded(): Promise<readonly string[]> {
  const { metafile } = await build({ ...program, write: false, metafile: true });
  const found = new Set<string>();
  const follow = (output: string): void => {
    const { inputs = {}, imports = [] } = metafile.outputs[output] ?? {};
    for (const path of Object.keys(inputs)) found.add(path);
    for (const { path, kind } of imports) if (kind === 'import-statement') follow(path);
  };
  follow('dist/cli.js');
  // Not its folders: only sessions have secrets, and Node's crypto takes longer to load than all of this.
  for (const name of await readdir(`${root}src/shared`))
    if (name.endsWith('.ts')) found.add(`src/shared/${name}`);
  found.delete('src/cli/main.ts');
  return [...found].filter((path) => path.startsWith('src/'));
}

/** Injects an import of these modules into every file of the program. */
const importing = (modules: readonly string[]): Plugin => ({
  name: 'importing',
  setup(builder) {
    const namespace = 'always-loaded';
    builder.onResolve({ filter: /^always-loaded$/ }, ({ path }) => ({ path, namespace }));
    builder.onLoad({ filter: /.*/, namespace }, () => ({
      contents: modules.map((path) => `import './${path}';`).join('\n'),
      resolveDir: root,
    }));
  },
});

/**
 * Bundles the program into dist/: the command line with lazily loaded chunks, the audio host process and the emulator
 * worker. Packages that carry native code, models or a large optional tree stay outside the bundle.
 */
export async function buildBundle(options: { readonly clean: boolean }): Promise<void> {
  if (options.clean) await rm(`${root}dist`, { recursive: true, force: true });
  await Promise.all([
    build({
      ...program,
      chunkNames: 'chunks/[name]-[hash]',
      inject: ['always-loaded'],
      plugins: [replacedModules, importing(await alwaysLoaded())],
    }),
    build({ ...common, entryPoints: alone }),
  ]);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await buildBundle({ clean: true });
