import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import { runSession } from '../session/run-session.js';
import { isSoundFile } from '../session/sound-file.js';
import { prefersLines } from '../terminal/prefers-lines.js';
import { talkInLines } from '../terminal/line-mode.js';

const emulatorNotice =
  'No endpoint is configured: this is the built-in emulator. Set AZURE_VOICELIVE_ENDPOINT, or give --endpoint, for the real service.';

/** `voicelive talk`: a conversation on the full screen, or in lines where there is no terminal. */
export async function talk(resolved: ResolvedOptions): Promise<number> {
  const { pttKey, plain, json, color, mouse, mic, text, endpoint } = resolved.values;
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const fullScreen = isTerminal && !plain && !json && !prefersLines(process.env);
  const terms = {
    timeoutEnds: true,
    ...(endpoint === undefined ? { greeting: emulatorNotice } : {}),
  } as const;
  if (!fullScreen) {
    const microphoneEnds = !text && isSoundFile(mic);
    return runSession(resolved, { ...terms, canAsk: false, microphone: 'none' }, (session) =>
      talkInLines(session, { json, microphoneEnds }),
    );
  }
  return runSession(
    resolved,
    { ...terms, canAsk: true, microphone: 'default' },
    // The screen opens before anything else does, so that the first thing to see is what is being done.
    async (session) => {
      const { openScreen } = await import('../terminal/full-screen.js');
      return openScreen(session, { color, talkKey: pttKey, mouse });
    },
  );
}
