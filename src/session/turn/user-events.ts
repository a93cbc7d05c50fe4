import type { ServerEvent } from '../../protocol/generated/types.js';
import type { SessionState, TranscriptionDetails } from '../state.js';
import { changeUser, grow } from '../log/transcript.js';

/** Tokens and phrases of one transcription that keep their figures. */
const maxDetails = 2000;
/** Figures of a larger event are left to the event log. */
const maxDetailedEventBytes = 262_144;

type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;

/** Words of the user, as the service recognises them. */
export function transcriptionGrew(
  state: SessionState,
  event: EventOf<'conversation.item.input_audio_transcription.delta'>,
): SessionState {
  const { delta = '', logprobs = [] } = event;
  return changeUser(state, event.item_id, (entry) => {
    if (entry.phase === 'final') return entry;
    const grown = { ...entry, text: grow(entry.text, delta) };
    if (logprobs.length === 0) return grown;
    const known = entry.details?.logprobs ?? [];
    return {
      ...grown,
      details: { ...entry.details, logprobs: [...known, ...logprobs].slice(0, maxDetails) },
    };
  });
}

/** All words of the user, with what the session's `include` options brought. */
export function transcribed(
  state: SessionState,
  event: EventOf<'conversation.item.input_audio_transcription.completed'>,
  eventBytes: number,
): SessionState {
  const details: TranscriptionDetails =
    eventBytes > maxDetailedEventBytes
      ? {}
      : {
          ...(event.language === undefined ? {} : { language: event.language }),
          ...(event.logprobs === undefined
            ? {}
            : { logprobs: event.logprobs.slice(0, maxDetails) }),
          ...(event.phrases === undefined ? {} : { phrases: event.phrases.slice(0, maxDetails) }),
        };
  return changeUser(state, event.item_id, (entry) => ({
    ...entry,
    text: grow('', event.transcript.trim()),
    phase: 'final',
    ...(Object.keys(details).length === 0 ? {} : { details: { ...entry.details, ...details } }),
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
