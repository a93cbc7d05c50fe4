import { changed } from '../change-state.js';
import type { ServerEvent } from '../../protocol/generated/types.js';
import { isJsonArray } from '../../shared/json.js';
import type { MouthTrack } from '../tools/remote-state.js';
import type { SessionState } from '../state.js';
import { countOverflow } from '../log/overflow.js';
import { changeAssistant } from '../log/transcript.js';
import { samplesToMs } from '../units.js';

/** Words of one reply that keep their times: half an hour of speech. */
const maxWords = 5000;
const maxWordLength = 200;
/** Mouth positions of one item: about ten minutes. */
const maxVisemes = 10_000;
const maxJawFrames = 36_000;
/** Items with a track: those being played, and the next ones. */
const maxTracks = 4;

/** Azure speech service, "Get facial position with viseme": blend shapes come at 60 frames a second. */
const blendshapeHz = 60;
/** jawOpen is the 18th of the 55 blend shapes (Azure speech service, "Get facial position with viseme"). */
const jawOpen = 17;

type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;

/** A word of a reply and when it is heard. */
export function wordArrived(
  state: SessionState,
  event: EventOf<'response.audio_timestamp.delta'>,
): SessionState {
  const ids = { itemId: event.item_id, responseId: event.response_id };
  const word = {
    offsetMs: event.audio_offset_ms,
    durationMs: event.audio_duration_ms,
    text: event.text.slice(0, maxWordLength),
  };
  let left = 0;
  const next = changeAssistant(state, ids, (entry) => {
    const words = entry.words ?? [];
    left = words.length + 1 - maxWords;
    return left > 0 ? entry : { ...entry, words: [...words, word] };
  });
  return countOverflow(next, 'timed words', left);
}

function changeTrack(
  state: SessionState,
  itemId: string,
  change: (track: MouthTrack) => MouthTrack,
): SessionState {
  const known = state.mouths.find((track) => track.itemId === itemId);
  if (known) {
    const mouths = state.mouths.map((track) => (track === known ? change(known) : track));
    return changed(state, { mouths });
  }
  const fresh = change({ itemId, visemes: [], jaw: [] });
  return changed(state, { mouths: [...state.mouths, fresh].slice(-maxTracks) });
}

export function visemeArrived(
  state: SessionState,
  event: EventOf<'response.animation_viseme.delta'>,
): SessionState {
  let left = 0;
  const next = changeTrack(state, event.item_id, (track) => {
    left = track.visemes.length + 1 - maxVisemes;
    return left > 0
      ? track
      : { ...track, visemes: [...track.visemes, [event.audio_offset_ms, event.viseme_id]] };
  });
  return countOverflow(next, 'mouth positions', left);
}

/** Frames come as arrays, or as text for a renderer, which only the event log shows. */
export function blendshapesArrived(
  state: SessionState,
  event: EventOf<'response.animation_blendshapes.delta'>,
): SessionState {
  const { frames, frame_index: first } = event;
  if (!isJsonArray(frames) || first < 0) return state;
  const left = Math.min(frames.length, first + frames.length - maxJawFrames);
  const counted = countOverflow(state, 'mouth positions', left);
  if (first > maxJawFrames) return counted;
  return changeTrack(counted, event.item_id, (track) => {
    const before = track.jaw.slice(0, first);
    const gap = Array.from({ length: Math.max(0, first - before.length) }, () => 0);
    const opened = frames.map((frame) => frame[jawOpen] ?? 0);
    return { ...track, jaw: [...before, ...gap, ...opened].slice(0, maxJawFrames) };
  });
}

export type Mouth = 'closed' | 'narrow' | 'open' | 'wide' | 'round';

/** The mouth of what the speaker plays now, by the ledger; undefined without a track or when nothing is heard. */
export function mouth(state: SessionState): Mouth | undefined {
  const part = state.playback.parts.find(({ handedSamples }) => handedSamples > 0);
  const track = state.mouths.find(({ itemId }) => itemId === part?.itemId);
  if (part === undefined || track === undefined) return undefined;
  const atMs = samplesToMs(part.handedSamples, state.options.outputRateHz);
  const viseme = track.visemes.findLast(([offsetMs]) => offsetMs <= atMs);
  if (viseme) return mouthOfViseme(viseme[1]);
  const opening = track.jaw[Math.floor((atMs * blendshapeHz) / 1000)];
  return opening === undefined ? 'closed' : mouthOfJaw(opening);
}

/** Viseme ids 0 to 21: Azure speech service, "Map phonemes to visemes". */
function mouthOfViseme(id: number): Mouth {
  if ([0, 21].includes(id)) return 'closed';
  if ([2, 9, 11].includes(id)) return 'wide';
  if ([3, 7, 8, 10, 13].includes(id)) return 'round';
  return [1, 4, 5, 12].includes(id) ? 'open' : 'narrow';
}

function mouthOfJaw(opening: number): Mouth {
  if (opening < 0.05) return 'closed';
  if (opening < 0.2) return 'narrow';
  return opening < 0.45 ? 'open' : 'wide';
}
