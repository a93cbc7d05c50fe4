import { changed } from '../change-state.js';
import { deferIntent } from '../connection/pending-intents.js';
import { addNotice } from '../log/transcript.js';
import type { SessionState } from '../state.js';
import { noEffects, type Step } from '../step.js';

/** Why nothing can be recorded, in words; undefined when it can. */
export function nothingToRecord({ connection }: SessionState): string | undefined {
  return connection.phase === 'closed' ? 'the session has ended' : undefined;
}

/**
 * `/record`: begins a recording, or ends the one that runs.
 * @param directory where recordings are kept, when the user named it
 */
export function toggleRecording(state: SessionState, directory: string | undefined): Step {
  const { parts, options } = state;
  const { recordingPath, ...others } = options;
  if (nothingToRecord(state) !== undefined || parts.recording === 'opening')
    return noEffects(state);
  // The first connection waits for the parts that the session began with, and for no other.
  if (state.connectionStartsMs.length === 0)
    return deferIntent(state, {
      type: 'record',
      ...(directory === undefined ? {} : { directory }),
    });
  if (parts.recording !== 'open') {
    return {
      state: changed(state, { parts: { ...parts, recording: 'opening' } }),
      effects: [{ type: 'start-recording', ...(directory === undefined ? {} : { directory }) }],
    };
  }
  if (directory !== undefined) {
    const text = `Already recording to ${recordingPath ?? 'a folder'}. /record without a folder stops it.`;
    return noEffects(addNotice(state, 'warning', text));
  }
  return {
    state: changed(state, { parts: { ...parts, recording: 'closed' }, options: others }),
    effects: [{ type: 'stop-recording' }],
  };
}
