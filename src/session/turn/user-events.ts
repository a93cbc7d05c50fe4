import type { ServerEvent } from '../../protocol/generated/types.js';
import type { SessionState } from '../state.js';
import { changeUser, grow } from '../log/transcript.js';

type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;

/** The user's words as the service recognises them. */
export function transcriptionGrew(
  state: SessionState,
  event: EventOf<'conversation.item.input_audio_transcription.delta'>,
): SessionState {
  const { delta = '' } = event;
  return changeUser(state, event.item_id, (entry) =>
    entry.phase === 'final' ? entry : { ...entry, text: grow(entry.text, delta) },
  );
}

/** The user's whole text. */
export function transcribed(
  state: SessionState,
  event: EventOf<'conversation.item.input_audio_transcription.completed'>,
): SessionState {
  return changeUser(state, event.item_id, (entry) => ({
    ...entry,
    text: grow('', event.transcript.trim()),
    phase: 'final',
  }));
}

export function notTranscribed(
  state: SessionState,
  event: EventOf<'conversation.item.input_audio_transcription.failed'>,
): SessionState {
  const text = `(not transcribed: ${event.error.message})`;
  return changeUser(state, event.item_id, (entry) => ({
    ...entry,
    text,
    phase: 'final',
    wordless: true,
  }));
}
