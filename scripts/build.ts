import { readdir, readFile, rm } from 'node:fs/promises';
import { build, type BuildOptions, type Plugin } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;

/**
 * Yoga, the layout engine of Ink, holds its WebAssembly as a data URL and reads it with `fetch` where there is one; Node
 * then loads its whole HTTP client for that, a fifth of the screen's start. Without `fetch` it decodes the text itself.
 */
const yogaWithoutFetch: Plugin = {
  name: 'yoga-without-fetch',
  setup(builder) {
    builder.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
    }));
  },
};

/**
 * Ink remembers the size of every line that it ever measured: at 30 frames a second that is all memory in a day. Here
 * it forgets them now and then.
 */
const inkForgets: Plugin = {
  name: 'ink-forgets',
  setup(builder) {
    builder.onLoad({ filter: /ink\/build\/measure-text\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const keeps = 'cache.set(text, dimensions);';
      if (!source.includes(keeps)) throw new Error(`${path} is not as expected`);
      return { contents: source.replace(keeps, `if (cache.size >= 1000) cache.clear(); ${keeps}`) };
    });
  },
};

/**
 * Ink asks for the width of every line that it draws, and `string-width` cuts each that is not plain ASCII into
 * graphemes: a third of the processor time of a frame. Rules, bars, arrows and accented letters take one cell each, too.
 */
const simpleWidths: Plugin = {
  name: 'simple-widths',
  setup(builder) {
    builder.onLoad({ filter: /node_modules\/string-width\/index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const ascii = String.raw`/^[\u0020-\u007E]*$/`;
      const simple = String.raw`/^[\u0020-\u007E\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u203B\u2190-\u2193\u2500-\u2593]*$/`;
      // A version that is built otherwise is only slower.
      return { contents: source.replace(ascii, () => simple) };
    });
  },
};

/**
 * Ink takes every text apart into characters with their styles, puts them on a grid and spells the grid out again, so
 * that texts can lie over each other. A text that has its row to itself is what would come out of it: the screen gives
 * it nothing else.
 */
const wholeRows: Plugin = {
  name: 'whole-rows',
  setup(builder) {
    builder.onLoad({ filter: /ink\/build\/output\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const get = '    get() {\n';
      if (!source.includes(get)) throw new Error(`${path} is not as expected`);
      return { contents: source.replace(get, () => `${get}${rowByRow}`) };
    });
  },
};

const rowByRow = `
const rows = new Map();
for (const { type, x, y, text, transformers } of this.operations) {
  if (type !== 'write' || x !== 0 || rows.has(y) || y >= this.height || text.includes('\\n')) break;
  rows.set(y, transformers.reduce((line, transform) => transform(line, 0), text).trimEnd());
}
if (rows.size === this.operations.length) {
  const lines = Array.from({ length: this.height }, (_, y) => rows.get(y) ?? '');
  return { output: lines.join('\\n'), height: this.height };
}
`;

/** Commander loads what starts programs for subcommands that are programs of their own: there are none. */
const commanderAlone: Plugin = {
  name: 'commander-alone',
  setup(builder) {
    const namespace = 'starts-nothing';
    builder.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      importer.includes('/node_modules/commander/') ? { path, namespace } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** What is changed in packages on their way into a bundle. */
export const packageFixes: Plugin[] = [
  yogaWithoutFetch,
  inkForgets,
  simpleWidths,
  wholeRows,
  commanderAlone,
];

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
  plugins: packageFixes,
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

/** Each runs in a process or thread of its own, where one file loads faster than the pieces that it would share. */
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
 * The program's modules that every start loads, and the small ones that nearly every part needs. As every lazily loaded
 * part is made to import them, they come out as one file: each file more costs half a millisecond.
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
  for (const name of await readdir(`${root}src/shared`)) found.add(`src/shared/${name}`);
  found.delete('src/cli/main.ts');
  return [...found].filter((path) => path.startsWith('src/'));
}

/** Makes every file of the program import these modules. */
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
      plugins: [...packageFixes, importing(await alwaysLoaded())],
    }),
    build({ ...common, entryPoints: alone }),
  ]);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await buildBundle({ clean: true });
