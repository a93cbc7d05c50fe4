import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBundle } from './build.js';
import { generateProtocol } from './generate-protocol.js';

/**
 * Runs after `npm ci`, before a pack and when npx first links the folder: the protocol is generated again if the
 * description or its corrections changed, the types are checked, the bundle is built. Nothing is done again for the same
 * files: the first `npx voicelive` starts at once.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const stampPath = join(root, 'dist', 'built.json');
const stamp = JSON.stringify(filesOf(['package.json', 'tsconfig.json', 'src', 'scripts']));
if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) process.exit(0);

await generateProtocol({ check: false });
try {
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: root, stdio: 'inherit' });
} catch {
  console.error('voicelive: type errors; nothing was built.');
  process.exit(1);
}
await buildBundle({ clean: true });
// The generated files may be new.
writeFileSync(
  stampPath,
  JSON.stringify(filesOf(['package.json', 'tsconfig.json', 'src', 'scripts'])),
);

/** How many files there are, and when the last of them was changed, milliseconds since 1970. */
function filesOf(paths: readonly string[]): { files: number; newestMs: number } {
  const all = paths.flatMap((path) => {
    const whole = join(root, path);
    return statSync(whole).isDirectory()
      ? readdirSync(whole, { recursive: true, encoding: 'utf8' }).map((name) => join(whole, name))
      : [whole];
  });
  const times = all.map((path) => statSync(path).mtimeMs);
  return { files: all.length, newestMs: times.reduce((newest, ms) => Math.max(newest, ms), 0) };
}
