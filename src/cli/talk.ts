import { parseTalkKey } from '../config/talk-keys.js';
import { commandLines, parseCommand } from '../session/commands.js';
import { createController, type Controller } from '../session/controller/controller.js';
import { isSettled } from '../session/selectors.js';
import { exitCodes } from '../shared/errors.js';
import { monotonicMs } from '../shared/clock.js';
import { answeredTurn, whenState } from '../script/turns.js';
import { Closer } from './closer.js';
import { readImageFile } from './image-file.js';
import { inputLines } from './input-lines.js';
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
import { openSound, type Sound } from './sound.js';
import { openTarget } from './target.js';
import { timeout } from './timeout.js';

const emulatorNotice =
  'No endpoint is configured: this is the built-in emulator. Set AZURE_VOICELIVE_ENDPOINT, or give --endpoint, for the real service.';

/** `voicelive talk`: a conversation on the full screen, or in lines where there is no terminal. */
export async function talk(flags: Readonly<Record<string, unknown>>): Promise<number> {
  const signals = whenSignalled();
  const closer = new Closer();
  try {
    const resolved = readOptions(flags);
    const { values } = resolved;
    const talkKey = parseTalkKey(values.pttKey, resolved.sources.get('pttKey') ?? 'flag --ptt-key');
    const fullScreen = process.stdin.isTTY && process.stdout.isTTY && !values.plain && !values.json;
    let { plan, tools } = planSession(resolved);
    // Read while devices and emulator open, so that the screen is there as soon as they are.
    if (fullScreen) void import('../tui/open-tui.js');
    const [sound, target] = await all([
      openSound(values, plan, fullScreen ? 'default' : 'none', closer),
      openTarget(resolved, plan, closer),
    ]);
    if (sound.kind === 'none' && plan.mode !== 'text') {
      ({ plan, tools } = planSession({ ...resolved, values: { ...values, text: true } }));
    }
    let onTrouble = writeDiagnostic;
    const recorder = await openRecording(resolved, plan, target, (sentence) => {
      onTrouble(sentence);
    });
    const controller = createController({
      options: sessionOptions({
        resolved,
        plan,
        target,
        tools,
        canAsk: fullScreen,
        recorder,
        microphone: sound.kind === 'open' && sound.hears ? sound.engine.microphone : 'none',
        ...(sound.kind === 'open' && sound.roundTripMs !== undefined
          ? { echoRoundTripMs: sound.roundTripMs }
          : {}),
      }),
      clock: monotonicMs,
      openTransport: (listener) => target.open(listener),
      tools: openTools(tools, target),
      readImage: readImageFile,
      hangOverMs: values.pttHangOver,
      ...(sound.kind === 'open' ? { audio: sound.engine } : {}),
      ...(recorder === undefined ? {} : { recorder }),
      ...(values.json ? { observe: createJsonPrinter(target.secrets) } : {}),
    });
    closer.add(() => controller.close());
    onTrouble = (sentence) => {
      controller.recordingTrouble(sentence);
    };
    const inputEnded = sound.kind === 'open' ? listen(sound, controller) : undefined;
    // The screen opens before the connection does, so that the first thing to see is what is being done.
    const person = fullScreen
      ? (await onScreen(controller, { color: values.color, talkKey }, closer)).left
      : inLines(controller, { json: values.json, inputEnded }, closer);
    controller.start();
    if (target.emulated && values.endpoint === undefined) controller.notice('info', emulatorNotice);
    target.onCrash((reason) => {
      controller.notice('error', `The emulator broke down: ${reason}. Please report it.`);
    });
    if (sound.problem) {
      const { message, hint } = sound.problem;
      const goesOn =
        sound.kind === 'none' ? 'The session goes on in text.' : 'Replies are not heard.';
      const fix = hint === undefined ? '' : ` To have sound: ${hint}.`;
      controller.notice('warning', `${message} ${goesOn}${fix}`);
    }
    const exitCode = await Promise.race([
      person,
      signals.exitCode,
      controller.ended.then((failure) => (failure ? failure.exitCode : person)),
      ...(values.timeout === undefined ? [] : [timeout(values.timeout)]),
    ]);
    await closer.close();
    const { connection } = controller.getState();
    if (fullScreen) process.stdout.write(await farewell(controller));
    return connection.phase === 'closed' && connection.failure
      ? reportFailure(connection.failure)
      : exitCode;
  } finally {
    await closer.close();
    signals.stop();
  }
}

/** Gives the sound to the session. Settles when a file that stands for a microphone has ended; absent for a device. */
function listen(
  sound: Extract<Sound, { kind: 'open' }>,
  controller: Controller,
): Promise<void> | undefined {
  const ended = new Promise<void>((resolve) => {
    sound.listen((event) => {
      if (event.type === 'input-ended') resolve();
      controller.onAudio(event);
    });
  });
  return sound.engine.microphoneEnds ? ended : undefined;
}

/** Waits for both, also when one fails: what the other opened is then there to be closed. */
async function all<First, Second>(
  promises: readonly [Promise<First>, Promise<Second>],
): Promise<readonly [First, Second]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** The full screen, and how the person leaves it: as an exit code. */
async function onScreen(
  controller: Controller,
  options: { readonly color: boolean; readonly talkKey: string },
  closer: Closer,
): Promise<{ readonly left: Promise<number> }> {
  const [{ openTui }, { restoreTerminal }] = await Promise.all([
    import('../tui/open-tui.js'),
    import('../tui/terminal.js'),
  ]);
  // On every way out, a crash included, the terminal is given back before anything is written to it.
  const restore = (): void => {
    restoreTerminal(process.stdout);
  };
  process.prependListener('uncaughtException', restore);
  process.once('exit', restore);
  const tui = openTui(controller, {
    stdin: process.stdin,
    stdout: process.stdout,
    ...options,
  });
  closer.add(() => tui.close());
  return {
    left: tui.closed.then((how) => (how === 'interrupt' ? exitCodes.sigint : exitCodes.ok)),
  };
}

/** What stays in the terminal after the full screen is gone: the conversation, its tokens and where it was recorded. */
async function farewell(controller: Controller): Promise<string> {
  const { renderTranscript } = await import('../tui/farewell.js');
  return renderTranscript(controller.getState());
}

/** Silence that a file of speech is followed by before its end counts: turn detection needs it to see the turn end. */
const silenceAfterFileMs = 1500;

/** Typed turns from stdin and, with a file as microphone, spoken ones; ends when both are used up and answered. */
async function inLines(
  controller: Controller,
  options: { readonly json: boolean; readonly inputEnded: Promise<void> | undefined },
  closer: Closer,
): Promise<number> {
  if (!options.json) {
    const { createPlainPrinter } = await import('../tui/plain.js');
    const printer = createPlainPrinter(controller, {
      out: writeDiagnostic,
      replies: (line) => process.stdout.write(`${line}\n`),
    });
    closer.add(() => {
      printer.close();
      return Promise.resolve();
    });
  }
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
