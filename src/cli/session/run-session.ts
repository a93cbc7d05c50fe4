import { environmentSecrets } from '../../config/files/secrets.js';
import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import { timeoutCode } from '../../session/connection/connection.js';
import type { Controller } from '../../session/controller/controller.js';
import { exitCodes } from '../../shared/errors.js';
import { withoutSecrets } from '../../shared/secrets/clean-error.js';
import { createSecrets } from '../../shared/secrets/registry.js';
import { sessionTime } from '../fast/virtual-time.js';
import { closeBeforeExit } from '../terminal/exit-program.js';
import { watchOutsideEnd } from '../terminal/outside-end.js';
import { hideInReports } from '../terminal/report-cleanly.js';
import { reportFailure, writeDiagnostic } from '../terminal/report.js';
import { Cleanup } from './cleanup.js';
import { holdSession } from './hold-session.js';
import type { SessionTerms } from './session-to-open.js';
import type { Talker } from './talker.js';

/**
 * Runs the one session of this program to its end: until whoever talks leaves, the program is ended from outside or the
 * session ends by itself. Gives the exit code, and reports on stderr what was recorded and why a session ended badly.
 * @param join lets somebody talk; called before anything is opened
 * @throws VoiceliveError for options that cannot be used
 */
export async function runSession(
  resolved: ResolvedOptions,
  terms: SessionTerms,
  join: (controller: Controller) => Talker | Promise<Talker>,
): Promise<number> {
  const time = terms.time ?? sessionTime(resolved.values);
  const outside = watchOutsideEnd();
  const secrets = createSecrets();
  secrets.learn(environmentSecrets(process.env));
  const shown = hideInReports(secrets);
  const closer = new Cleanup(secrets.hide, writeDiagnostic);
  closer.add(() => Promise.resolve(time.virtual?.clock.close()));
  const closed = closeBeforeExit(() => closer.close());
  try {
    const { exitCode, failure } = await holdSession(
      resolved,
      terms,
      { time, secrets, outside: outside.exitCode, closer, tell: writeDiagnostic },
      async (controller) => {
        if (resolved.values.json) await printJsonLines(controller);
        return join(controller);
      },
    );
    if (failure?.code === timeoutCode && terms.timeoutEnds === true) {
      writeDiagnostic('The session ended: --timeout reached.');
      return exitCodes.ok;
    }
    return failure === undefined ? exitCode : reportFailure(failure);
  } catch (thrown) {
    throw withoutSecrets(thrown, secrets);
  } finally {
    await closer.close();
    closed();
    shown();
    outside.stop();
  }
}

async function printJsonLines(controller: Controller): Promise<void> {
  const { createJsonPrinter } = await import('../terminal/json-lines.js');
  controller.attach({ outputs: [createJsonPrinter()] });
}
