import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { VoiceliveError } from '../../shared/errors.js';
import { packageRoot } from '../../shared/paths.js';
import { audioError } from '../kernel/audio-errors.js';

function notBuilt(cause: unknown): VoiceliveError {
  const isInstalled = packageRoot.split(/[\\/]/).includes('node_modules');
  const fix = isInstalled
    ? 'npm i -g --allow-scripts=naudiodon,segfault-handler voicelive'
    : 'npm rebuild naudiodon (if that finds nothing: npm install --include=optional)';
  return audioError(
    {
      code: 'audio-not-built',
      sentence:
        'the audio library naudiodon is not built, so microphone and speaker cannot be used',
      hint: `Run ${fix}. Without it, use --text, or WAV files with --mic and --speaker.`,
    },
    cause,
  );
}

/**
 * Folder with naudiodon's native addon and the PortAudio library it links to.
 * @throws VoiceliveError `audio-not-built`, exit code 4
 */
export function addonFolder(): string {
  let folder: string;
  try {
    const manifest = createRequire(import.meta.url).resolve('naudiodon/package.json');
    folder = join(dirname(manifest), 'build', 'Release');
  } catch (cause) {
    throw notBuilt(cause);
  }
  if (!existsSync(join(folder, 'naudiodon.node'))) throw notBuilt(undefined);
  return folder;
}
