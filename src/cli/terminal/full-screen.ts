import type { ReplayControl } from '../../session/replay-control.js';
import type { SessionView } from '../../session/view.js';
import { exitCodes } from '../../shared/errors.js';
import { openTui } from '../../tui/open-tui.js';
import { renderTranscript } from '../../tui/plain/exit-transcript.js';
import { restoreTerminal } from '../../tui/terminal/terminal.js';
import type { Talker } from '../session/talker.js';
import { screenColors, type ThemeOption } from './screen-colors.js';
import { stdout } from './standard-streams.js';
import { listFiles } from './list-files.js';
import { handleSuspension, suspendJob } from './suspension.js';

/** Shows a session, whose parts are yet to be opened, or a replay: the first frame is there when this returns. */
export function openScreen(
  session: SessionView,
  look: {
    readonly theme: ThemeOption;
    readonly talkKey?: string;
    readonly mouse: boolean;
    readonly replay?: ReplayControl;
  },
): Talker {
  // On every way out, a crash included, the terminal is given back before anything is written to it.
  const restore = (): void => {
    restoreTerminal(process.stdout);
  };
  process.prependListener('uncaughtException', restore);
  process.once('exit', restore);
  const hasJobs = process.platform !== 'win32';
  const tui = openTui(session, {
    stdin: process.stdin,
    stdout: process.stdout,
    mouse: look.mouse,
    listFiles,
    ...(look.talkKey === undefined ? {} : { talkKey: look.talkKey }),
    ...(look.replay === undefined ? {} : { replay: look.replay }),
    ...screenColors(look.theme, process.env),
    ...(hasJobs
      ? {
          suspend: () => {
            suspendJob(tui);
          },
        }
      : {}),
  });
  const endSuspension = hasJobs ? handleSuspension(tui) : () => undefined;
  return {
    left: tui.closed.then((how) => (how === 'interrupt' ? exitCodes.sigint : exitCodes.ok)),
    close: () => {
      endSuspension();
      return tui.close();
    },
    summarise: () => {
      stdout.write(renderTranscript(session.getState()));
    },
  };
}
