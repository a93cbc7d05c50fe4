import { foldWindow } from '../session/log/event-log.js';
import { nextMeterStep } from '../session/playback/levels.js';
import { sessionMinutes } from '../session/selectors.js';
import type { LogEntry, SessionState } from '../session/state.js';
import type { UiState } from './ui-state.js';

const microphoneAudio = 'input_audio_buffer.append';

/**
 * Whether a change can be seen. An open microphone alone changes the state fifty times a second: what was sent of it is
 * counted in the event log, and shown there with the next change of anything else, such as a meter.
 */
export function isVisible(
  before: SessionState,
  after: SessionState,
  { panel }: Pick<UiState, 'panel'>,
): boolean {
  const shown = (state: SessionState): readonly object[] => [
    {
      ...state,
      nowMs: sessionMinutes(state),
      levels: nextMeterStep(state)?.cell,
      log: undefined,
      latency: undefined,
      input: undefined,
      playback: undefined,
    },
    { ...state.latency, sentAudio: undefined, sentLately: undefined, sentAudioMs: undefined },
    { ...state.input, sentSamples: undefined },
    { ...state.playback, ...(panel === 'sound' ? {} : { health: undefined }) },
  ];
  const was = shown(before);
  return (
    !shown(after).every((fields, index) => isSame(fields, was[index] ?? {})) ||
    !isSameLog(before.log, after.log)
  );
}

function isSame(left: object, right: object): boolean {
  const values = new Map<string, unknown>(Object.entries(right));
  return Object.entries(left).every(([key, value]) => values.get(key) === value);
}

/** The same but for what was sent of the microphone. */
function isSameLog(before: readonly LogEntry[], after: readonly LogEntry[]): boolean {
  if (before === after) return true;
  if (before.length !== after.length) return false;
  // Older lines never change.
  const was = before.slice(-foldWindow);
  return after.slice(-foldWindow).every((entry, index) => {
    const earlier = was[index];
    return (
      entry === earlier || (entry.type === microphoneAudio && entry.sequence === earlier?.sequence)
    );
  });
}
