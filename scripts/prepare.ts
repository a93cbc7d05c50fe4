import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildBundle } from './build.js';
import { generateProtocol } from './generate-protocol.js';

/**
 * Runs after `npm ci` and before a pack: the protocol is generated again if the description or its corrections changed,
 * the types are checked, the bundle is built.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

await generateProtocol({ check: false });
try {
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: root, stdio: 'inherit' });
} catch {
  console.error('voicelive: type errors; nothing was built.');
  process.exit(1);
}
await buildBundle({ clean: true });
