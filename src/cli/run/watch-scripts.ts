import { VoiceliveError } from '../../shared/errors.js';
import type { Script } from '../../script/model/script.js';
import { failureOf } from '../../session/controller/failure.js';
import { watchOutsideEnd } from '../terminal/outside-end.js';
import { reportFailure, writeDiagnostic } from '../terminal/report.js';
import { FileWatch } from './file-watch.js';
import type { ReadyScript } from './ready-script.js';

/**
 * Runs scripts, and again whenever one of their files has changed, until the program is ended.
 * @param folders where a new file may be a script
 * @returns the exit code of the end
 * @throws VoiceliveError for scripts that are wrong from the start; later such are reported
 */
export async function watchScripts(
  read: () => Promise<readonly ReadyScript[]>,
  run: (scripts: readonly ReadyScript[]) => Promise<number>,
  folders: () => Promise<readonly string[]>,
): Promise<number> {
  const outside = watchOutsideEnd();
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;
  const end = outside.exitCode.then(() => {
    stopping.abort();
  });
  try {
    let scripts = await read();
    let isReadable = true;
    for (;;) {
      const watching = new FileWatch(
        scripts.flatMap(({ script }) => filesOf(script)),
        await folders(),
      );
      try {
        if (isReadable) await run(scripts);
        if (stopped()) return await outside.exitCode;
        writeDiagnostic('Waiting for a change of a script. Ctrl-C ends.');
        await Promise.race([watching.changed, end]);
        if (stopped()) return await outside.exitCode;
      } finally {
        watching.close();
      }
      try {
        scripts = await read();
        isReadable = true;
      } catch (thrown) {
        if (!(thrown instanceof VoiceliveError)) throw thrown;
        reportFailure(failureOf(thrown));
        isReadable = false;
      }
    }
  } finally {
    outside.stop();
  }
}

/** A script, what it includes and what it plays. */
function filesOf({ file, steps, noise }: Script): readonly string[] {
  const inSteps = steps.flatMap(({ place, action }) => {
    if (action.type === 'play') return [place.file, action.file];
    return action.type === 'noise' && action.noise ? [place.file, action.noise.file] : [place.file];
  });
  return [...new Set([file, ...inSteps, ...(noise === undefined ? [] : [noise.file])])];
}
