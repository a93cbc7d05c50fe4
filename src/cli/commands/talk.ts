import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import { runSession } from '../session/run-session.js';
import { isSoundFile } from '../session/sound-file.js';
import { prefersLines } from '../terminal/prefers-lines.js';
import { talkInLines } from '../terminal/line-mode.js';

const emulatorNotice =
  'No endpoint configured: using the built-in emulator. For the real service, set AZURE_VOICELIVE_ENDPOINT or --endpoint.';

/** `voicelive talk`: a conversation on the full screen, or in lines where there is no terminal. */
export async function talk(resolved: ResolvedOptions): Promise<number> {
  const { pttKey, plain, json, color, theme, mouse, mic, text, endpoint } = resolved.values;
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const atPrompt = isTerminal && !json && (plain || prefersLines(process.env));
  const fullScreen = isTerminal && !json && !atPrompt;
  const terms = {
    timeoutEnds: true,
    ...(endpoint === undefined ? { greeting: emulatorNotice } : {}),
  } as const;
  const microphoneEnds = !text && isSoundFile(mic);
  if (atPrompt) {
    return runSession(
      resolved,
      { ...terms, canAsk: true, microphone: 'default', namesDevices: true },
      async (session) => {
        const { talkAtPrompt } = await import('../terminal/prompt-mode.js');
        return talkAtPrompt(session, { microphoneEnds });
      },
    );
  }
  if (!fullScreen) {
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
      return openScreen(session, { theme: color ? theme : 'none', talkKey: pttKey, mouse });
    },
  );
}
