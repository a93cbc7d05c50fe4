import type { Intent } from '../session/inputs.js';
import type { SessionOptions } from '../session/state.js';

/** Whether an intent of a recorded session is done again in another one. */
const again: Readonly<Record<Intent['type'], boolean>> = {
  'talk-start': true,
  'talk-send': true,
  'talk-discard': true,
  commit: true,
  interrupt: true,
  cancel: true,
  truncate: true,
  'clear-input': true,
  say: true,
  'show-image': true,
  'send-event': true,
  'change-options': true,
  'change-model': true,
  reconnect: true,
  retry: true,
  mute: true,
  'read-file': true,
  // They name items and calls of the old session.
  'retrieve-item': false,
  'delete-item': false,
  decide: false,
  // They only show something, or write a file.
  'list-items': false,
  'tell-health': false,
  'show-session': false,
  'list-tools': false,
  save: false,
  record: false,
  // The session ends when everything was sent and answered.
  quit: false,
};

export function isSentAgain({ type }: Intent): boolean {
  return again[type];
}

const keys: readonly Intent['type'][] = ['talk-start', 'talk-send', 'talk-discard', 'commit'];

/** What the user did, without the push-to-talk key in a session that detects turns: the whole microphone is sent there. */
export function intentsFor<Each extends { readonly intent: Intent }>(
  intents: readonly Each[],
  { recorded, mode }: Readonly<Record<'recorded' | 'mode', SessionOptions['mode']>>,
): readonly Each[] {
  return recorded === 'push-to-talk' && mode === 'hands-free'
    ? intents.filter(({ intent }) => !keys.includes(intent.type))
    : intents;
}
