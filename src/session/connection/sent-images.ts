import { changed } from '../change-state.js';
import { isJsonArray, isJsonObject, type JsonObject } from '../../shared/json.js';
import type { SessionState, TranscriptEntry } from '../state.js';

/** Events with images that are kept to be sent again over a new connection, together. */
export const maxImageBytes = 16 * 1024 * 1024;

/** An event went out: if it shows an image, the user's turn says how large it was. */
export function noteImage(state: SessionState, event: JsonObject, bytes: number): SessionState {
  const item = event['type'] === 'conversation.item.create' ? event['item'] : undefined;
  if (!isJsonObject(item) || !isJsonArray(item['content'])) return state;
  const shows = item['content'].some(
    (part) => isJsonObject(part) && part['type'] === 'input_image',
  );
  if (!shows) return state;
  const at = state.transcript.findLastIndex(
    (entry) => entry.kind === 'user' && entry.itemId === item['id'],
  );
  const entry = state.transcript[at];
  if (entry?.kind !== 'user' || entry.imageBytes !== undefined) return state;
  return changed(state, {
    transcript: state.transcript.with(at, { ...entry, imageBytes: bytes }),
  });
}

/** The items whose events are still kept: the newest that find room together. */
export function keptImages(transcript: readonly TranscriptEntry[]): ReadonlySet<string> {
  const kept = new Set<string>();
  let left = maxImageBytes;
  for (const entry of transcript.toReversed()) {
    if (entry.kind !== 'user' || entry.imageBytes === undefined) continue;
    left -= entry.imageBytes;
    if (left < 0) break;
    kept.add(entry.itemId);
  }
  return kept;
}
