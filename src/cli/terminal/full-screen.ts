import type { SessionOptions } from '../../session/state.js';
import { monotonicMs } from '../../shared/clock.js';
import { exitCodes } from '../../shared/errors.js';
import { renderTranscript } from '../../tui/plain/exit-transcript.js';
import { openTui } from '../../tui/open-tui.js';
import { restoreTerminal } from '../../tui/terminal/terminal.js';
import { createOpening, type Opening } from '../session/opening.js';
import type { Closer } from '../session/cleanup.js';

/** The full screen, and the session that is on it. */
export interface SessionScreen {
  readonly session: Opening;
  /** How the person leaves, as an exit code. */
  readonly left: Promise<number>;
  /** Gives the terminal back and leaves in it the conversation, its tokens and where it was recorded. */
  close(): Promise<void>;
}

/** Shows a session that is yet to be opened: the first frame is there when this returns. */
export function openScreen(
  options: SessionOptions,
  look: { readonly color: boolean; readonly talkKey: string },
  closer: Closer,
): SessionScreen {
  // On every way out, a crash included, the terminal is given back before anything is written to it.
  const restore = (): void => {
    restoreTerminal(process.stdout);
  };
  process.prependListener('uncaughtException', restore);
  process.once('exit', restore);
  const session = createOpening(options, monotonicMs);
  const tui = openTui(session, { stdin: process.stdin, stdout: process.stdout, ...look });
  closer.add(() => tui.close());
  return {
    session,
    left: tui.closed.then((how) => (how === 'interrupt' ? exitCodes.sigint : exitCodes.ok)),
    async close() {
      await tui.close();
      process.stdout.write(renderTranscript(session.getState()));
    },
  };
}
