import { answeredTurn, whenState } from '../../script/turns.js';
import { commandLines, commandIn } from '../../session/commands/commands.js';
import { isSettled } from '../../session/selectors.js';
import type { SessionView } from '../../session/view.js';
import { exitCodes } from '../../shared/errors.js';
import { createPlainPrinter } from '../../tui/plain/plain-printer.js';
import type { Talker } from '../session/talker.js';
import { inputLines } from './input-lines.js';
import { writeDiagnostic } from './report.js';
import { spokenTurns } from './spoken-turns.js';
import { stdout } from './standard-streams.js';

/** Prints a session as lines: replies on stdout, the rest on stderr. The result ends that. */
export function printLines(session: SessionView): () => Promise<void> {
  const printer = createPlainPrinter(session, {
    out: writeDiagnostic,
    replies: (line) => {
      stdout.write(`${line}\n`);
    },
  });
  return () => {
    printer.close();
    return Promise.resolve();
  };
}

/** Typed turns from stdin or, with a file as microphone, spoken ones; leaves when they are used up and answered. */
export function talkInLines(
  session: SessionView,
  options: { readonly json: boolean; readonly microphoneEnds: boolean },
): Talker {
  const close = options.json ? () => Promise.resolve() : printLines(session);
  return { close, left: everyTurn(session, options.microphoneEnds) };
}

async function everyTurn(session: SessionView, microphoneEnds: boolean): Promise<number> {
  const typed = typedTurns(session);
  // A file that has ended ends the session even where stdin stays open, as in a job that never closes it.
  await (microphoneEnds ? spokenTurns(session) : typed);
  await whenState(session, isSettled);
  return exitCodes.ok;
}

async function typedTurns(session: SessionView): Promise<void> {
  for await (const line of inputLines(process.stdin)) {
    const command = commandIn(session.getState(), line);
    if (command.kind === 'quit') return;
    if (command.kind === 'help') for (const row of commandLines()) writeDiagnostic(row);
    if (command.kind === 'problem') writeDiagnostic(`voicelive: ${command.text}`);
    if (command.kind === 'screen')
      writeDiagnostic(`voicelive: /${command.name} works on the full screen only.`);
    if (command.kind !== 'intent') continue;
    const answered = await answeredTurn(session, command.intent);
    if (!answered && session.getState().connection.phase === 'closed') return;
  }
}
