import { answeredTurn, whenState } from '../../script/turns.js';
import { commandLines, parseCommand } from '../../session/commands/commands.js';
import type { Controller } from '../../session/controller/controller.js';
import { isSettled } from '../../session/selectors.js';
import type { SessionView } from '../../session/view.js';
import { exitCodes } from '../../shared/errors.js';
import { createPlainPrinter } from '../../tui/plain/plain-printer.js';
import type { Closer } from '../session/cleanup.js';
import { inputLines } from './input-lines.js';
import { writeDiagnostic } from './report.js';

/** Prints a session as lines: replies on stdout, the rest on stderr. */
export function printLines(session: SessionView, closer: Closer): void {
  const printer = createPlainPrinter(session, {
    out: writeDiagnostic,
    replies: (line) => process.stdout.write(`${line}\n`),
  });
  closer.add(() => {
    printer.close();
    return Promise.resolve();
  });
}

/** Silence that a file of speech is followed by before its end counts: turn detection needs it to see the turn end. */
const silenceAfterFileMs = 1500;

/** Typed turns from stdin and, with a file as microphone, spoken ones; ends when both are used up and answered. */
export async function talkInLines(
  controller: Controller,
  options: { readonly json: boolean; readonly inputEnded: Promise<void> | undefined },
  closer: Closer,
): Promise<number> {
  if (!options.json) printLines(controller, closer);
  const typed = (async () => {
    for await (const line of inputLines(process.stdin)) {
      const command = parseCommand(line);
      if (command.kind === 'quit') return;
      if (command.kind === 'help') for (const row of commandLines()) writeDiagnostic(row);
      if (command.kind === 'problem') writeDiagnostic(`voicelive: ${command.text}`);
      if (command.kind !== 'intent') continue;
      const answered = await answeredTurn(controller, command.intent);
      if (!answered && controller.getState().connection.phase === 'closed') return;
    }
  })();
  // A file that has ended ends the session even where stdin stays open, as in a job that never closes it.
  await (options.inputEnded ? spokenTurn(controller, options.inputEnded) : typed);
  await whenState(controller, isSettled);
  return exitCodes.ok;
}

/** A file of speech, to its end: one turn by key, or turns as the service detects them. */
async function spokenTurn(controller: Controller, inputEnded: Promise<void>): Promise<void> {
  const byKey = controller.getState().options.mode === 'push-to-talk';
  await whenState(controller, (state) => state.connection.phase === 'ready');
  if (byKey) controller.dispatch({ type: 'talk-start' });
  await inputEnded;
  if (byKey) {
    controller.dispatch({ type: 'talk-send' });
    return;
  }
  const { sentAudioMs } = controller.getState().latency;
  await whenState(
    controller,
    ({ latency }) => latency.sentAudioMs >= sentAudioMs + silenceAfterFileMs,
  );
}
