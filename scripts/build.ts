import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { build, transform, type BuildOptions, type OutputFile, type Plugin } from 'esbuild';
import { writeLibraryTypes } from './library-types.js';
import { replacedModules } from './replaced-modules.js';

const root = new URL('..', import.meta.url).pathname;

const define = {
  'process.env.NODE_ENV': '"production"',
  'process.env.DEV': '"false"',
  // Else every session looks for the two packages, which are never there.
  'process.env.WS_NO_BUFFER_UTIL': '"true"',
  'process.env.WS_NO_UTF_8_VALIDATE': '"true"',
};

const common: BuildOptions = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcesContent: false,
  minify: true,
  plugins: [replacedModules],
  define,
  external: ['naudiodon', 'soundswallower', '@azure/identity', 'react-devtools-core'],
  logLevel: 'warning',
};

/** The command line, with its parts in lazily loaded chunks. */
const program: BuildOptions = {
  ...common,
  entryPoints: { cli: 'src/cli/main.ts' },
  splitting: true,
  outExtension: { '.js': '.cjs' },
  // A comment in the file: the only place where the second step, to CommonJS, finds it.
  sourcemap: 'inline',
};

/** Each runs in its own process or thread, where one file loads faster than shared chunks. */
const alone: BuildOptions = {
  ...common,
  entryPoints: {
    'audio-host': 'src/audio/host/host-main.ts',
    'emulator-worker': 'src/emulator/worker.ts',
  },
  outExtension: { '.js': '.cjs' },
  sourcemap: 'inline',
};

/**
 * What other programs import. The two share chunks, and so the class of their errors, but none with the command line,
 * whose modules take hold of the process.
 */
const libraries: BuildOptions = {
  ...common,
  entryPoints: { index: 'src/cli/library/index.ts', emulator: 'src/emulator/library/index.ts' },
  splitting: true,
  chunkNames: 'library-[hash]',
  outExtension: { '.js': '.cjs' },
  sourcemap: 'inline',
};

/** Stays an ECMAScript module, as the package of its recogniser is one; loading the model takes most of its time. */
const ears: BuildOptions = {
  ...common,
  entryPoints: { 'emulator-ears': 'src/emulator/recognition/recognition-worker.ts' },
  sourcemap: 'linked',
};

/** Goes into the pages that `inspect --html` writes; no start of the program loads it. */
const page: BuildOptions = {
  absWorkingDir: root,
  outdir: 'dist',
  entryPoints: { page: 'src/page/browser/main.ts', 'page-style': 'src/page/browser/page.css' },
  bundle: true,
  format: 'esm',
  target: ['chrome123', 'firefox128', 'safari17.5'],
  minify: true,
  charset: 'utf8',
  logLevel: 'warning',
};

/** Goes into every file that a process or thread starts with, which spares finding and reading another one. */
const loader: BuildOptions = {
  ...common,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
};

interface GroupRule {
  /** What the parts that begin the group need belongs to it. */
  readonly starts: readonly string[];
  /** Parts that need at least this share of its modules load all of them. */
  readonly leastShare: number;
}

/** What is loaded together: one file of it loads faster than dozens. */
const groupRules: Readonly<Record<string, GroupRule>> = {
  'always-loaded': { starts: ['src/cli/main.ts'], leastShare: 0 },
  'session-loaded': {
    starts: ['src/cli/commands/run.ts', 'src/cli/session/open-parts.ts'],
    leastShare: 0.015,
  },
  'screen-loaded': { starts: ['src/cli/terminal/full-screen.ts'], leastShare: 0.5 },
  'scripts-loaded': {
    starts: ['src/cli/run/run-scripts.ts', 'src/script/language/compile-script.ts'],
    leastShare: 0.015,
  },
};

/** Parts that reports of errors and completion load, which are to load nothing of a session. */
const withoutGroups: ReadonlySet<string> = new Set([
  'src/config/files/secrets.ts',
  'src/config/files/user-config.ts',
  'src/documents/document.ts',
  'src/shared/secrets/clean-error.ts',
  'src/shared/secrets/registry.ts',
]);

/** Modules that are loaded together, and the lazily loaded parts that load them. */
interface Group {
  readonly modules: readonly string[];
  readonly parts: ReadonlySet<string>;
}

/**
 * Groups modules that are to be bundled into one file: each additional file costs half a millisecond. esbuild puts modules
 * into one file that the same lazily loaded parts need, so parts that need some of a group import all of it.
 */
async function findGroups(): Promise<ReadonlyMap<string, Group>> {
  const { metafile } = await build({ ...program, sourcemap: false, write: false, metafile: true });
  const reached = (output: string, found = new Set<string>()): ReadonlySet<string> => {
    const { inputs = {}, imports = [] } = metafile.outputs[output] ?? {};
    for (const path of Object.keys(inputs)) found.add(path);
    for (const { path, kind } of imports) if (kind === 'import-statement') reached(path, found);
    return found;
  };
  const parts = new Map(
    Object.entries(metafile.outputs).flatMap(([output, { entryPoint }]) =>
      entryPoint === undefined ? [] : [[entryPoint, reached(output)] as const],
    ),
  );
  const grouped = new Set<string>();
  const groups = new Map<string, Group>();
  for (const [name, { starts, leastShare }] of Object.entries(groupRules)) {
    const found = new Set(starts.flatMap((start) => [...(parts.get(start) ?? [])]));
    // Not its folders: only sessions have secrets, and Node's crypto takes longer to load than all of this.
    if (groups.size === 0)
      for (const file of await readdir(`${root}src/shared`))
        if (file.endsWith('.ts')) found.add(`src/shared/${file}`);
    const modules = [...found].filter(
      (path) => path.startsWith('src/') && !parts.has(path) && !grouped.has(path),
    );
    for (const path of modules) grouped.add(path);
    const needing = [...parts].filter(
      ([part, needed]) =>
        !withoutGroups.has(part) &&
        modules.filter((path) => needed.has(path)).length >= leastShare * modules.length,
    );
    groups.set(name, { modules, parts: new Set(needing.map(([part]) => part)) });
  }
  return groups;
}

/** Imports groups into the parts that need them; what is always loaded is injected into every file beside this. */
const importing = (groups: ReadonlyMap<string, Group>): Plugin => ({
  name: 'importing',
  setup(builder) {
    const namespace = 'group';
    builder.onResolve({ filter: /^[a-z]+-loaded$/ }, ({ path }) => ({ path, namespace }));
    builder.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: (groups.get(path)?.modules ?? [])
        .map((module) => `import './${module}';`)
        .join('\n'),
      resolveDir: root,
    }));
    builder.onLoad({ filter: /\/src\/.*\.tsx?$/ }, async ({ path }) => {
      const needed = [...groups].filter(([, { parts }]) => parts.has(relative(root, path)));
      if (needed.length === 0) return undefined;
      const imports = needed.map(([name]) => `\nimport '${name}';`);
      const loader = path.endsWith('x') ? 'tsx' : 'ts';
      return { contents: (await readFile(path, 'utf8')) + imports.join(''), loader };
    });
  },
});

/** Converts a bundled module to CommonJS, whose compiled code Node 20 can keep between starts. */
async function toCommonJs({
  path,
  text,
}: OutputFile): Promise<{ path: string; code: string; map: string }> {
  const { code, map } = await transform(text, {
    sourcefile: basename(path),
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    sourcemap: 'external',
    sourcesContent: false,
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__fileUrl', 'import.meta.dirname': '__dirname' },
  });
  // esbuild copies the exports, hundreds of them in the larger files, to an object of their own.
  const uncopied = code.replace(
    /([\w$]+)=>[\w$]+\(([\w$]+)\(\{\},"__esModule",\{value:!0\}\),\1\)/,
    '$1=>$2($1,"__esModule",{value:!0})',
  );
  // esbuild writes ASCII, as the loader needs it, but for regular expressions and tagged templates.
  const ascii = uncopied.replace(
    /[^\x00-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const usesUrl = code.includes('__fileUrl');
  const prologue = usesUrl
    ? 'const __fileUrl=require("node:url").pathToFileURL(__filename).href;'
    : '';
  return { path, code: `${prologue}${ascii}//# sourceMappingURL=${basename(path)}.map\n`, map };
}

/** Names what is exported: Node finds no names in code that is loaded like this. */
const library = (name: string, ...exported: readonly string[]): string =>
  `import loader from './load.cjs';
import { fileURLToPath } from 'node:url';
export const { ${exported.join(', ')} } = loader.load(fileURLToPath(new URL('./code/${name}.cjs', import.meta.url)));
`;

/**
 * Bundles the program into dist/: the command line with lazily loaded chunks, the audio host process and the emulator
 * worker, all in code/, and beside it a file for each that loads it with the compiled code of earlier starts. Packages
 * that carry native code, models or a large optional tree stay outside the bundle.
 */
export async function buildBundle(options: { readonly clean: boolean }): Promise<void> {
  if (options.clean) await rm(`${root}dist`, { recursive: true, force: true });
  const bundled = await Promise.all([
    build({
      ...program,
      write: false,
      chunkNames: '[name]-[hash]',
      inject: ['always-loaded'],
      plugins: [replacedModules, importing(await findGroups())],
    }),
    build({ ...alone, write: false }),
    build({ ...libraries, write: false }),
  ]);
  const files = await Promise.all(
    bundled.flatMap(({ outputFiles }) => outputFiles).map(toCommonJs),
  );
  const hash = createHash('sha256');
  for (const { code } of files) hash.update(code);
  const commands = (await readdir(`${root}src/cli/commands`)).map((name) =>
    name.replace('.ts', ''),
  );
  const bundleDefine = {
    ...define,
    BUNDLE_HASH: `"${hash.digest('hex').slice(0, 12)}"`,
    COMMANDS: JSON.stringify(commands),
  };
  await mkdir(`${root}dist/code`, { recursive: true });
  await Promise.all([
    ...files.flatMap(({ path, code, map }) => [
      writeFile(`${root}dist/code/${basename(path)}`, code),
      writeFile(`${root}dist/code/${basename(path)}.map`, map),
    ]),
    writeFile(`${root}dist/index.js`, library('index', 'runScript', 'VoiceliveError')),
    writeFile(`${root}dist/emulator.js`, library('emulator', 'startEmulator', 'VoiceliveError')),
    writeLibraryTypes(root),
    build(ears),
    build(page),
    ...['cli', 'audio-host', 'emulator-worker'].map((name) =>
      build({
        ...loader,
        entryPoints: { [name]: 'src/loader/load.ts' },
        define: { ...bundleDefine, ENTRY: `"${name}"` },
        footer: { js: `module.exports.load(__dirname+'/code/${name}.cjs');` },
      }),
    ),
    build({
      ...loader,
      entryPoints: { load: 'src/loader/load.ts' },
      define: { ...bundleDefine, ENTRY: '"library"', COMMANDS: '[]' },
    }),
  ]);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await buildBundle({ clean: true });
