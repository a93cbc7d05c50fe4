import { whenState } from '../../script/turns.js';
import { commandLines, commandIn } from '../../session/commands/commands.js';
import type { SessionState } from '../../session/state.js';
import type { SessionView } from '../../session/view.js';
import { exitCodes } from '../../shared/errors.js';
import { monotonicMs } from '../../shared/clock.js';
import { createPlainPrinter } from '../../tui/plain/plain-printer.js';
import type { Talker } from '../session/talker.js';
import { createApprovalAnswers } from './approval-answers.js';
import { openPrompt, type Prompt, type TypedLine } from './prompt.js';
import { stdout } from './standard-streams.js';
import { writeDiagnostic } from './report.js';
import { spokenTurns } from './spoken-turns.js';

/** A conversation in lines on a terminal: a prompt at the bottom, everything else above it; speech, too. */
export function talkAtPrompt(
  session: SessionView,
  options: { readonly microphoneEnds: boolean },
): Talker {
  const canEdit = process.env['TERM'] !== 'dumb';
  let leave: (exitCode: number) => void = () => undefined;
  const left = new Promise<number>((resolve) => {
    leave = resolve;
  });
  const prompt = openPrompt({
    input: process.stdin,
    screen: process.stdout,
    write: (text) => {
      stdout.write(text);
    },
    canEdit,
    onLine: (line) => {
      onLine(line);
    },
    // As the terminal does when readline does not read its keys; a second time it ends the program at once.
    onInterrupt: () => process.kill(process.pid, 'SIGINT'),
    onEscape: () => {
      session.dispatch({ type: 'interrupt' });
    },
    onEnd: () => {
      leave(exitCodes.ok);
    },
  });
  const printer = createPlainPrinter(session, { ...outputOf(prompt), atPrompt: true });
  const answers = createApprovalAnswers(session, prompt.print, {
    knowsBeginning: canEdit,
    now: monotonicMs,
  });
  const unsubscribe = session.subscribe(answers.ask);

  function onLine(line: TypedLine): void {
    const { text } = line;
    if (!text.startsWith('/') && answers.take(line)) return;
    if (text === '') {
      pushToTalk(session, prompt);
      return;
    }
    const command = commandIn(session.getState(), text);
    switch (command.kind) {
      case 'quit':
        leave(exitCodes.ok);
        return;
      case 'help':
        for (const row of [...commandLines(), ...howTo(session.getState())]) prompt.print(row);
        return;
      case 'screen':
        prompt.print(`${'error'.padEnd(7)} /${command.name} works on the full screen only.`);
        return;
      case 'problem':
        prompt.print(`${'error'.padEnd(7)} ${command.text}`);
        return;
      case 'intent':
        session.dispatch(command.intent);
    }
  }

  void whenState(session, ({ connection }) => connection.phase === 'ready').then((isReady) => {
    if (isReady) for (const row of howTo(session.getState())) prompt.print(row);
  });
  if (options.microphoneEnds)
    void spokenTurns(session).then(() => {
      leave(exitCodes.ok);
    });
  return {
    left,
    close: () => {
      unsubscribe();
      printer.close();
      prompt.close();
      return Promise.resolve();
    },
  };
}

/** What is about the session goes to stderr where that is not the terminal, too. */
function outputOf(prompt: Prompt): Parameters<typeof createPlainPrinter>[1] {
  return { out: process.stderr.isTTY ? prompt.print : writeDiagnostic, replies: prompt.print };
}

/** Enter on an empty line begins a turn by push-to-talk, and sends it. */
function pushToTalk(session: SessionView, prompt: Prompt): void {
  const { options, input } = session.getState();
  if (options.mode !== 'push-to-talk' || options.noMicrophone === true) return;
  const isTalking = input.phase === 'capturing';
  session.dispatch({ type: isTalking ? 'talk-send' : 'talk-start' });
  if (!isTalking) prompt.print(`${'state'.padEnd(7)} recording; press Enter to send`);
}

function howTo({ options }: SessionState): readonly string[] {
  const speaks = options.noMicrophone === undefined;
  const talk = {
    text: 'Type a turn and press Enter.',
    'hands-free': speaks
      ? 'Speak, or type a turn and press Enter.'
      : 'Type a turn and press Enter.',
    'push-to-talk': 'Press Enter to talk and again to send, or type a turn.',
  }[options.mode];
  return [`${'note'.padEnd(7)} ${talk} /help lists commands, Ctrl-D ends the session.`];
}
