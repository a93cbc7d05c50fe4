import { join } from 'node:path';
import { openRecording } from '../../replay/open-recording.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { packageRoot } from '../../shared/paths.js';
import type { ReplayOptions } from '../replay/replay-options.js';
import { prefersLines } from '../terminal/prefers-lines.js';

/** `voicelive replay`: a recorded session on the full screen, or its transcript where there is no terminal. */
export async function replay(path: string | undefined, options: ReplayOptions): Promise<number> {
  const recording = openRecording(chosenPath(path, options.sample === true));
  try {
    const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
    if (!isTerminal || options.plain === true || prefersLines(process.env)) {
      const { printReplay } = await import('../replay/print-replay.js');
      printReplay(recording);
      return exitCodes.ok;
    }
    const { showReplay } = await import('../replay/show-replay.js');
    return await showReplay(recording, options);
  } finally {
    recording.close();
  }
}

/** @throws VoiceliveError exit code 2 when there is none, or two */
function chosenPath(path: string | undefined, sample: boolean): string {
  if (path !== undefined && !sample) return path;
  if (path === undefined && sample) return join(packageRoot, 'recordings', 'sample');
  throw new VoiceliveError(
    sample
      ? '--sample cannot be combined with a recording.'
      : 'No recording was named to be replayed.',
    {
      code: 'replay-what',
      hint: 'Name the folder of a recording, or use --sample.',
      exitCode: exitCodes.usage,
    },
  );
}
