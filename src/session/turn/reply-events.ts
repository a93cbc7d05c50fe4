import { changed } from '../change-state.js';
import type { ResponseItem, ServerEvent } from '../../protocol/generated/types.js';
import { isJsonObject, toJson, type JsonValue } from '../../shared/json.js';
import { markFirstText } from '../metrics/latency.js';
import { flush, partsOver } from '../playback/playback.js';
import { countAnswer } from './repeats.js';
import { dropLateDelta, isFinished, isStale, responseDone } from './response.js';
import type { SessionState } from '../state.js';
import { chain, noEffects, type Step } from '../step.js';
import { countOverflow } from '../log/overflow.js';
import { addNotice, changeAssistant, grow, overgrown } from '../log/transcript.js';
import { bookUsage } from '../metrics/usage.js';

/** Annotations kept for one reply, and characters of each. */
const maxAnnotations = 50;
const maxAnnotationLength = 300;

type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;

type TextDelta = EventOf<'response.text.delta'> | EventOf<'response.audio_transcript.delta'>;

/** Text of a reply as it streams in. */
export function textArrived(state: SessionState, event: TextDelta): SessionState {
  if (isStale(state, event.response_id)) return dropLateDelta(state);
  const ids = { itemId: event.item_id, responseId: event.response_id };
  let left = 0;
  const next = changeAssistant(markFirstText(state, event.response_id), ids, (entry) => {
    left = overgrown(entry.text, event.delta);
    const text = grow(entry.text, event.delta);
    return text === entry.text ? entry : { ...entry, text };
  });
  return countOverflow(next, 'characters of entries', left);
}

interface ReplyPlace {
  readonly item_id: string;
  readonly response_id: string;
}

/** The whole text of a reply. */
export function textComplete(state: SessionState, place: ReplyPlace, text: string): SessionState {
  if (isStale(state, place.response_id)) return state;
  const ids = { itemId: place.item_id, responseId: place.response_id };
  return changeAssistant(state, ids, (entry) =>
    entry.cut ? entry : { ...entry, text: grow('', text), final: true },
  );
}

/** A content part is done: its text counts if no other event brought it. */
export function partComplete(
  state: SessionState,
  event: EventOf<'response.content_part.done'>,
): SessionState {
  return textIfMissing(state, event, textOf(event.part));
}

/** A message of a reply is done: its text counts if no other event brought it. */
export function messageComplete(
  state: SessionState,
  item: ResponseItem,
  response_id: string,
): SessionState {
  if (item.type !== 'message' || item.role !== 'assistant' || item.id === undefined) return state;
  const text = (item.content ?? []).map(textOf).join('');
  return textIfMissing(state, { item_id: item.id, response_id }, text);
}

function textIfMissing(state: SessionState, place: ReplyPlace, text: string): SessionState {
  const known = state.transcript.some(
    (entry) => entry.kind === 'assistant' && entry.itemId === place.item_id && entry.text !== '',
  );
  return known || text === '' ? state : textComplete(state, place, text);
}

/** Of any kind of part, also of one that this version does not know. */
function textOf(part: object): string {
  const { text, transcript } = toJson(part);
  return typeof text === 'string' ? text : typeof transcript === 'string' ? transcript : '';
}

/** A source or another annotation of the text. */
export function annotated(
  state: SessionState,
  event: EventOf<'response.audio_transcript.annotation.added'>,
): SessionState {
  if (isStale(state, event.response_id)) return state;
  const ids = { itemId: event.item_id, responseId: event.response_id };
  const text = annotationText(event.annotation).slice(0, maxAnnotationLength);
  let left = 0;
  const next = changeAssistant(state, ids, (entry) => {
    const annotations = [...(entry.annotations ?? []), text];
    left = annotations.length - maxAnnotations;
    return { ...entry, annotations: annotations.slice(0, maxAnnotations) };
  });
  return countOverflow(next, 'annotations', left);
}

/** The API description does not define annotations: titles, names and URLs are shown, else the JSON. */
function annotationText(annotation: JsonValue): string {
  if (!isJsonObject(annotation)) return JSON.stringify(annotation);
  const inner = annotation['url_citation'];
  const source = isJsonObject(inner) ? inner : annotation;
  const words = ['title', 'filename', 'file_id', 'url', 'text'].flatMap((key) => {
    const value = source[key];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  return words.length === 0 ? JSON.stringify(annotation) : words.join(' ');
}

/** A response ended: completed, failed, incomplete or cancelled. */
export function replyDone(state: SessionState, { response }: EventOf<'response.done'>): Step {
  if (isFinished(state, response.id ?? '')) return noEffects(state);
  const details = response.status_details;
  const complete = (response.output ?? []).reduce(
    (current, item) => messageComplete(current, item, response.id ?? ''),
    state,
  );
  let next = bookUsage(complete, response.usage);
  if (details?.type === 'failed') {
    const reason = details.error?.message ?? 'no reason given';
    next = addNotice(next, 'error', `The response failed: ${reason}`);
  } else if (details?.type === 'incomplete') {
    const reason = incompleteReason(details.reason);
    next = addNotice(next, 'warning', `The response is incomplete: ${reason}`);
  }
  const cancelled = response.status === 'cancelled';
  const settled: SessionState = changed(countAnswer(next, response), {
    transcript: next.transcript.map((entry) =>
      entry.kind === 'assistant' && entry.responseId === response.id && !entry.final
        ? { ...entry, final: true, ...(cancelled ? { cancelled } : {}) }
        : entry,
    ),
  });
  return chain(
    settled,
    // The service cancelled the response for its own reasons: drop what is queued of it.
    (current) =>
      cancelled && !isStale(current, response.id ?? '') ? flush(current, true) : noEffects(current),
    // What is being flushed is settled by the flush's own answer.
    (current) =>
      current.playback.flushing ? noEffects(current) : partsOver(current, response.id ?? ''),
    (current) => responseDone(current, response.id ?? ''),
  );
}

function incompleteReason(reason: string | undefined): string {
  switch (reason) {
    case 'max_output_tokens':
      return 'it reached its token limit (max_output_tokens).';
    case 'content_filter':
      return 'the content filter stopped it (content_filter).';
    default:
      return reason ?? 'no reason given';
  }
}
