import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import { planSession, sessionOptions } from '../../config/session/session-plan.js';
import { planTarget } from '../../config/session/target.js';
import { Closer } from '../session/cleanup.js';
import { talkInLines } from '../terminal/line-mode.js';
import type { OpenedSession } from '../session/open-session.js';
import { reportFailure } from '../terminal/report.js';
import { whenSignalled } from '../terminal/signals.js';
import { timeout } from '../session/timeout.js';

const emulatorNotice =
  'No endpoint is configured: this is the built-in emulator. Set AZURE_VOICELIVE_ENDPOINT, or give --endpoint, for the real service.';

/** `voicelive talk`: a conversation on the full screen, or in lines where there is no terminal. */
export async function talk(resolved: ResolvedOptions): Promise<number> {
  const signals = whenSignalled();
  const closer = new Closer();
  try {
    const { values } = resolved;
    const fullScreen = process.stdin.isTTY && process.stdout.isTTY && !values.plain && !values.json;
    const planned = await planSession(resolved);
    const targetPlan = planTarget(resolved, planned.plan, process.env);
    const options = sessionOptions({
      resolved,
      planned,
      target: targetPlan,
      canAsk: fullScreen,
      microphone: values.mic ?? 'default',
    });
    // The screen opens before anything else does, so that the first thing to see is what is being done.
    const screen = fullScreen
      ? (await import('../terminal/full-screen.js')).openScreen(
          options,
          { color: values.color, talkKey: values.pttKey },
          closer,
        )
      : undefined;
    const opening = import('../session/open-session.js').then(({ openSession }) =>
      openSession({
        resolved,
        planned,
        targetPlan,
        microphone: fullScreen ? 'default' : 'none',
        canAsk: fullScreen,
        follow: (work, done) => screen?.session.follow(work, done) ?? done,
        closer,
      }),
    );
    const opened = await Promise.race([
      opening,
      signals.exitCode,
      ...(screen ? [screen.left] : []),
    ]);
    if (typeof opened === 'number') {
      await screen?.close();
      return opened;
    }
    const { controller, inputEnded } = opened;
    screen?.session.become(controller);
    const person =
      screen?.left ?? talkInLines(controller, { json: values.json, inputEnded }, closer);
    controller.start();
    giveNotices(opened, values.endpoint === undefined);
    const exitCode = await Promise.race([
      person,
      signals.exitCode,
      controller.ended.then((failure) => (failure ? failure.exitCode : person)),
      ...(values.timeout === undefined ? [] : [timeout(values.timeout)]),
    ]);
    await screen?.close();
    await closer.close();
    const { connection } = controller.getState();
    return connection.phase === 'closed' && connection.failure
      ? reportFailure(connection.failure)
      : exitCode;
  } finally {
    await closer.close();
    signals.stop();
  }
}

/** What the person should know about the session from its start. */
function giveNotices({ controller, sound, target }: OpenedSession, isUnnamed: boolean): void {
  if (target.emulated && isUnnamed) controller.notice('info', emulatorNotice);
  target.onCrash((reason) => {
    controller.notice('error', `The emulator broke down: ${reason}. Please report it.`);
  });
  if (sound.problem === undefined) return;
  const { message, hint } = sound.problem;
  const goesOn = sound.kind === 'none' ? 'The session goes on in text.' : 'Replies are not heard.';
  const fix = hint === undefined ? '' : ` To have sound: ${hint}.`;
  controller.notice('warning', `${message} ${goesOn}${fix}`);
}
