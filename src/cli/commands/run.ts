import { text } from 'node:stream/consumers';
import { readTextFile } from '../../documents/text-file.js';
import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import { planSession } from '../../config/session/session-plan.js';
import { planTarget } from '../../config/session/target.js';
import { parseTextScript } from '../../script/text-script.js';
import { answeredTurn } from '../../script/turns.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { Closer } from '../session/cleanup.js';
import { printLines } from '../terminal/line-mode.js';
import { openSession } from '../session/open-session.js';
import { reportFailure, writeDiagnostic } from '../terminal/report.js';
import { whenSignalled } from '../terminal/signals.js';
import { timeout } from '../session/timeout.js';

/** `voicelive run FILE`: one line after the other, turn or command, without any sound; 0 when every turn was answered. */
export async function run(file: string, resolved: ResolvedOptions): Promise<number> {
  const signals = whenSignalled();
  const closer = new Closer();
  try {
    const { values } = resolved;
    const { lines, problems } = parseTextScript(await readScript(file));
    if (problems.length > 0) {
      const list = problems.map((problem) => `${file}, ${problem}`).join('\n');
      throw new VoiceliveError(list, {
        code: 'script-command',
        hint: 'A line that begins with / is a command; // begins a message with a slash.',
        exitCode: exitCodes.usage,
      });
    }
    if (lines.length === 0) {
      throw new VoiceliveError(`The script ${file} has no messages in it.`, {
        code: 'script-empty',
        hint: 'Write one user message a line; lines that begin with # are comments.',
        exitCode: exitCodes.usage,
      });
    }
    const planned = await planSession(resolved);
    const opened = await Promise.race([
      openSession({
        resolved,
        planned,
        targetPlan: planTarget(resolved, planned.plan, process.env),
        microphone: 'none',
        canAsk: false,
        follow: (_work, done) => done,
        closer,
      }),
      signals.exitCode,
    ]);
    if (typeof opened === 'number') return opened;
    const { controller } = opened;
    if (!values.json) printLines(controller, closer);
    controller.start();

    const everyTurn = async (): Promise<number> => {
      let exitCode: number = exitCodes.ok;
      for (const { intent, lineNumber } of lines) {
        if (await answeredTurn(controller, intent)) continue;
        if (controller.getState().connection.phase === 'closed') break;
        writeDiagnostic(`voicelive: ${file}:${lineNumber}: the turn was not answered.`);
        exitCode = exitCodes.session;
      }
      return exitCode;
    };
    const outcome = await Promise.race([
      everyTurn(),
      signals.exitCode,
      ...(values.timeout === undefined ? [] : [timeout(values.timeout)]),
    ]);
    const { connection } = controller.getState();
    return connection.phase === 'closed' && connection.failure
      ? reportFailure(connection.failure)
      : outcome;
  } finally {
    await closer.close();
    signals.stop();
  }
}

async function readScript(file: string): Promise<string> {
  return file === '-' ? text(process.stdin) : readTextFile(file, 'argument <script>');
}
