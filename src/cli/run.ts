import { text } from 'node:stream/consumers';
import { readTextFile } from '../config/read-file.js';
import { parseTextScript } from '../script/text-script.js';
import { answeredTurn } from '../script/turns.js';
import { createController } from '../session/controller/controller.js';
import { exitCodes, VoiceliveError } from '../shared/errors.js';
import { monotonicMs } from '../shared/clock.js';
import { createPlainPrinter } from '../tui/plain.js';
import { Closer } from './closer.js';
import { readImageFile } from './image-file.js';
import { createJsonPrinter } from './json-lines.js';
import { reportFailure, writeDiagnostic } from './report.js';
import {
  openRecording,
  openTools,
  planSession,
  readOptions,
  sessionOptions,
} from './session-parts.js';
import { whenSignalled } from './signals.js';
import { openTarget } from './target.js';
import { timeout } from './timeout.js';

/** `voicelive run FILE`: one line after the other, turn or command, without any sound; 0 when every turn was answered. */
export async function run(file: string, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const signals = whenSignalled();
  const closer = new Closer();
  try {
    const resolved = readOptions({ ...flags, text: true });
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
    const { plan, tools } = planSession(resolved);
    const target = await openTarget(resolved, plan, closer);
    const recorder = await openRecording(resolved, plan, target, writeDiagnostic);
    const controller = createController({
      options: sessionOptions({
        resolved,
        plan,
        target,
        tools,
        canAsk: false,
        recorder,
        microphone: 'none',
      }),
      clock: monotonicMs,
      openTransport: (listener) => target.open(listener),
      tools: openTools(tools, target),
      readImage: readImageFile,
      ...(recorder === undefined ? {} : { recorder }),
      ...(values.json ? { observe: createJsonPrinter(target.secrets) } : {}),
    });
    closer.add(() => controller.close());
    if (!values.json) {
      const printer = createPlainPrinter(controller, {
        out: writeDiagnostic,
        replies: (line) => process.stdout.write(`${line}\n`),
      });
      closer.add(() => {
        printer.close();
        return Promise.resolve();
      });
    }
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
