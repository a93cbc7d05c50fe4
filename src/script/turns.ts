import { activeTurnDetection } from '../protocol/turn-detection.js';
import { asksForReply } from '../session/connection/pending-intents.js';
import type { Intent } from '../session/inputs.js';
import { isSettled } from '../session/selectors.js';
import type { SessionState } from '../session/state.js';
import type { SessionView } from '../session/view.js';

/** Resolves as soon as the state fulfils the condition; false when the session ends before it does. */
export function whenState(
  view: SessionView,
  condition: (state: SessionState) => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const look = (): void => {
      const state = view.getState();
      const over = state.connection.phase === 'closed';
      if (!over && !condition(state)) return;
      stop();
      resolve(!over);
    };
    stop = view.subscribe(look);
    look();
  });
}

/**
 * Says one turn, or does what else a line asks for, once the session is ready and quiet, and waits for its end: the
 * answer complete and, with audio, played. True when the assistant answered in words, or when the line was no turn; false
 * when it did not, or the session ended.
 */
export async function answeredTurn(view: SessionView, intent: Intent): Promise<boolean> {
  if (!(await whenState(view, isSettled))) return false;
  const before = wordsSpoken(view.getState());
  view.dispatch(intent);
  if (!(await whenState(view, isSettled))) return false;
  return !asksForReply(intent) || wordsSpoken(view.getState()) > before;
}

/** Silence that speech is followed by before its end counts: turn detection needs it to see the turn end. */
const silenceAfterSpeechMs = 1500;

/** How much audio will have been sent when turn detection has seen the end of speech that ends now, milliseconds. */
export function silentFromMs({ latency, reportedSession }: SessionState): number {
  const detection = activeTurnDetection(reportedSession);
  const silenceMs =
    (detection && 'silence_duration_ms' in detection && detection.silence_duration_ms) || 0;
  return latency.sentAudioMs + Math.max(silenceAfterSpeechMs, silenceMs + 500);
}

/** Waits until silence was sent in which turn detection sees the end of a turn. */
export async function whenSilent(view: SessionView): Promise<void> {
  const untilMs = silentFromMs(view.getState());
  await whenState(view, (state) => state.latency.sentAudioMs >= untilMs);
}

/** Answers so far, dropped ones included. */
export function wordsSpoken(state: SessionState): number {
  const answers = state.transcript.filter(
    (entry) => entry.kind === 'assistant' && entry.text !== '' && entry.lost !== true,
  );
  return answers.length + state.transcriptDropped;
}
