import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;

/**
 * Bundles the program into dist/: the command line with lazily loaded chunks, the audio host process and the emulator
 * worker. Packages that carry native code, models or a large optional tree stay outside the bundle.
 */
export async function buildBundle(options: { readonly clean: boolean }): Promise<void> {
  if (options.clean) await rm(`${root}dist`, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'src/cli/main.ts',
      'audio-host': 'src/audio/host/main.ts',
      'emulator-worker': 'src/emulator/worker.ts',
      'emulator-ears': 'src/emulator/ears/worker.ts',
    },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: 'linked',
    sourcesContent: false,
    minifySyntax: true,
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
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) await buildBundle({ clean: true });
