import { escapeVisibly } from '../../shared/escape-visibly.js';
import { VoiceliveError } from '../../shared/errors.js';
import { failureOf } from '../../session/controller/failure.js';
import { watchOutsideEnd } from '../terminal/outside-end.js';
import { reportFailure, writeDiagnostic } from '../terminal/report.js';
import { FileWatch } from './file-watch.js';
import type { ReadyScript } from './ready-script.js';
import { toolFiles } from './tool-files.js';

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
      const watching = [new FileWatch(scripts.flatMap(filesOf), await folders())];
      try {
        if (isReadable) await run(scripts);
        if (stopped()) return await outside.exitCode;
        // Only now: a tool may write to a file that its command names.
        const tools = scripts.flatMap(({ planned }) => toolFiles(planned.tools));
        watching.push(new FileWatch(tools, []));
        writeDiagnostic('Waiting for a change of a script. Ctrl-C ends.');
        const changed = await Promise.race([...watching.map((each) => each.changed), end]);
        if (changed === undefined) return await outside.exitCode;
        writeDiagnostic(`${escapeVisibly(changed)} changed.`);
      } finally {
        for (const each of watching) each.close();
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

/** A script, the files that it names, and those that its options or flags name. */
function filesOf({ script, resolved }: ReadyScript): readonly string[] {
  const { session, scenario, emulatorFaults, tools, prices, instructions } = resolved.values;
  const text = instructions?.startsWith('@') === true ? instructions.slice(1) : undefined;
  const named = [session, scenario, emulatorFaults, tools, prices, text];
  return [script.file, ...(script.files ?? []), ...named.filter((file) => file !== undefined)];
}
