import type { Intent } from '../../session/inputs.js';
import { activity, isTalkKeyHeld } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import type { UiState } from '../ui-state.js';
import { hasMicrophone, hasSound, isPanelFree } from './conditions.js';
import type { KeyContext, PressContext } from './key-context.js';
import { uiOnly, withIntent, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';

/**
 * Presses of the talk key closer than this come from a held key that the terminal repeats (by the defaults of common
 * systems the first repeat comes after up to 660 ms): they must not start and stop.
 */
const repeatWindowMs = 700;

/** The keys of the conversation itself: talk, interrupt, mute. */
export const talkingKeys: readonly KeyRow[] = [
  {
    keys: ({ talkKey }) => [talkKey],
    does: talkWord,
    about:
      'push-to-talk: hold it if the terminal reports key release, else press to start and press to send; choose another key with --ptt-key',
    modes: ['session', 'transcript', 'log'],
    when: (state) => state.options.mode === 'push-to-talk' && hasBegun(state),
    footer: (state) => (isReady(state) ? 10 : undefined),
    run: pressTalkKey,
  },
  {
    keys: ['enter'],
    does: 'send now',
    about: 'commit the input audio now',
    modes: ['session'],
    when: (state) => hasSound(state) && hasBegun(state) && isPanelFree(state),
    footer: (state) =>
      state.input.phase === 'capturing' && !isTalkKeyHeld(state) ? 12 : undefined,
    run: (ui) => withIntent(ui, { type: 'commit' }),
  },
  {
    keys: ['escape'],
    does: (state) => (isTalkKeyHeld(state) ? 'discard' : 'interrupt'),
    about:
      'interrupt: stop playback, cancel the response if it is still running, truncate the item to what was heard; during push-to-talk, discard the input',
    modes: ['session'],
    when: (state) => !escapeTypes(state),
    footer: (state) => (canInterrupt(state) ? 11 : undefined),
    run: (ui, { state }) =>
      withIntent(
        { ...ui, holding: false },
        { type: isTalkKeyHeld(state) ? 'talk-discard' : 'interrupt' },
      ),
  },
  {
    keys: ['c'],
    does: 'cancel',
    about: 'cancel the response only',
    modes: ['session'],
    run: (ui) => withIntent(ui, { type: 'cancel' }),
  },
  {
    keys: ['t'],
    does: 'truncate',
    about: 'truncate the item at the heard position only',
    modes: ['session'],
    when: hasSound,
    run: (ui) => withIntent(ui, { type: 'truncate' }),
  },
  {
    keys: ['x'],
    does: 'clear input',
    about: 'clear the input audio buffer',
    modes: ['session'],
    when: hasSound,
    run: (ui) => withIntent(ui, { type: 'clear-input' }),
  },
  {
    keys: ['m'],
    does: (state) => (state.playback.microphoneMuted ? 'unmute mic' : 'mute mic'),
    about: 'mute or unmute the microphone',
    modes: ['session', 'transcript', 'log'],
    when: hasMicrophone,
    footer: () => 20,
    run: (ui, { state }) => withIntent(ui, mute('microphone', !state.playback.microphoneMuted)),
  },
  {
    keys: ['s'],
    does: (state) => (state.playback.speakerMuted ? 'unmute speaker' : 'mute speaker'),
    about: 'mute or unmute the speaker',
    modes: ['session', 'transcript', 'log'],
    when: hasSound,
    footer: () => 35,
    run: (ui, { state }) => withIntent(ui, mute('speaker', !state.playback.speakerMuted)),
  },
];

function isReady(state: SessionState): boolean {
  return state.connection.phase === 'ready';
}

/** Ready, or reconnecting: then the session says why nothing can be said now. */
function hasBegun(state: SessionState): boolean {
  return isReady(state) || activity(state) === 'reconnecting';
}

/** Whether Esc leads back to the text box: in a text session with nothing to interrupt. */
export function escapeTypes(state: SessionState): boolean {
  return !hasSound(state) && isPanelFree(state) && !canInterrupt(state);
}

/** Whether something is under way that Esc stops. */
export function canInterrupt(state: SessionState): boolean {
  return ['speaking', 'replying', 'thinking', 'sending', 'recording'].includes(activity(state));
}

function talkWord(state: SessionState, ui: UiState): string {
  if (ui.reportsRelease) return isTalkKeyHeld(state) ? 'let go to send' : 'hold to talk';
  return isTalkKeyHeld(state) ? 'press to send' : 'press to talk';
}

function mute(what: 'microphone' | 'speaker', muted: boolean): Intent {
  return { type: 'mute', what, muted };
}

/** Talks while the key is held or, where the terminal does not report release, starts and sends by turns. */
function pressTalkKey(ui: UiState, { key, state, nowMs }: PressContext): KeyResult {
  if (ui.reportsRelease) {
    if (key.action === 'repeat' || ui.holding) return uiOnly(ui);
    return withIntent({ ...ui, holding: true }, { type: 'talk-start' });
  }
  const repeated = nowMs - ui.spaceAtMs < repeatWindowMs;
  const next = { ...ui, spaceAtMs: nowMs };
  if (repeated) return uiOnly(next);
  return withIntent(next, { type: isTalkKeyHeld(state) ? 'talk-send' : 'talk-start' });
}

/** The talk key comes up after it was held: send, whatever has the focus by then. */
export function releaseTalkKey(ui: UiState, { state }: KeyContext): KeyResult {
  const released = { ...ui, holding: false };
  return isTalkKeyHeld(state) ? withIntent(released, { type: 'talk-send' }) : uiOnly(released);
}
