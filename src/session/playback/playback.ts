import { changed, type Whole } from '../change-state.js';
import type { FlushedItem, PlayedRun } from '../inputs.js';
import { heardFromMs, markFirstAudio, markFirstHeard } from '../metrics/latency.js';
import { activeResponseId, cancelResponse, markStale, sendWhenQuiet } from '../turn/response.js';
import { withSpokenWord } from './spoken-word.js';
import type { PlaybackState, PlayingPart, SessionState } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';
import { countOverflow } from '../log/overflow.js';
import { changeAssistant, changeKnownAssistant, markCut } from '../log/transcript.js';
import { heardMs } from '../units.js';

/** Parts waiting for the speaker; the audio itself is bounded in the playback ring. */
const maxParts = 64;

function withPlayback(state: SessionState, change: Partial<PlaybackState>): SessionState {
  const { playback } = state;
  // Not spread, as in `changed`.
  const copy: Whole<PlaybackState> = {
    parts: playback.parts,
    flushing: playback.flushing,
    nextFlushId: playback.nextFlushId,
    microphoneMuted: playback.microphoneMuted,
    speakerMuted: playback.speakerMuted,
    lost: playback.lost,
    health: playback.health,
  };
  return changed(state, { playback: Object.assign(copy, change) });
}

function isPart(part: PlayingPart, id: { itemId: string; contentIndex: number }): boolean {
  return part.itemId === id.itemId && part.contentIndex === id.contentIndex;
}

/** Audio of an item arrived: queue it, and count it as received. */
export function audioArrived(
  state: SessionState,
  delta: { itemId: string; contentIndex: number; responseId: string; samples: number },
): Step {
  if (delta.samples === 0) return noEffects(state);
  const { parts } = state.playback;
  const known = parts.find((part) => isPart(part, delta));
  const part: PlayingPart = known ?? {
    itemId: delta.itemId,
    contentIndex: delta.contentIndex,
    responseId: delta.responseId,
    receivedSamples: 0,
    handedSamples: 0,
    complete: false,
  };
  const grown = { ...part, receivedSamples: part.receivedSamples + delta.samples };
  const all = known ? parts.map((other) => (other === known ? grown : other)) : [...parts, grown];
  const next = countOverflow(
    withPlayback(state, { parts: all.slice(-maxParts) }),
    'parts of replies',
    all.length - maxParts,
  );
  return {
    state: changeAssistant(markFirstAudio(next, delta.responseId), delta, (entry) => ({
      ...entry,
      audioSamples: entry.audioSamples + delta.samples,
    })),
    effects: [{ type: 'play', itemId: delta.itemId, contentIndex: delta.contentIndex }],
  };
}

/** No more audio will come for this part. */
export function audioComplete(
  state: SessionState,
  id: { itemId: string; contentIndex: number },
): Step {
  const known = state.playback.parts.find((part) => isPart(part, id));
  const parts = state.playback.parts.map((part) =>
    part === known ? { ...part, complete: true } : part,
  );
  return {
    state: withPlayback(state, { parts: parts.filter(isUnfinished) }),
    effects: known
      ? [{ type: 'finish-playback', itemId: id.itemId, contentIndex: id.contentIndex }]
      : [],
  };
}

/** The response is over: a part whose end was not announced ends now. */
export function partsOver(state: SessionState, responseId: string): Step {
  const open = state.playback.parts.filter(
    (part) => part.responseId === responseId && !part.complete,
  );
  return chain(
    state,
    ...open.map((part) => (current: SessionState) => audioComplete(current, part)),
  );
}

function isUnfinished(part: PlayingPart): boolean {
  return !part.complete || part.handedSamples < part.receivedSamples;
}

/** The device took samples; the ledger's figures are the only source of what was heard. */
export function played(
  state: SessionState,
  runs: readonly PlayedRun[],
  depthMs: number | undefined,
): SessionState {
  // The device still holds what it was handed.
  const heardAtMs = heardFromMs(state, runs, depthMs);
  let next = state;
  for (const run of runs) {
    const parts = next.playback.parts
      .map((part) =>
        isPart(part, run) ? { ...part, handedSamples: run.fromSample + run.samples } : part,
      )
      .filter(isUnfinished);
    const heard = next.playback.parts.find((part) => isPart(part, run));
    const marked = heard === undefined ? next : markFirstHeard(next, heardAtMs, heard.responseId);
    next = changeKnownAssistant(withPlayback(marked, { parts }), run.itemId, (entry) => {
      const handed = Math.max(entry.playedSamples, run.fromSample + run.samples);
      return withSpokenWord({ ...entry, playedSamples: handed }, state.options.outputRateHz);
    });
  }
  return next;
}

/** True while something the user has not heard yet is queued or still arriving. */
export function isSounding(state: SessionState): boolean {
  return state.playback.parts.length > 0;
}

/** Whether the service has a session in which what was heard can be corrected. */
function isConnected({ connection }: SessionState): boolean {
  return connection.phase === 'ready';
}

/**
 * Silences the speaker at once. What was heard comes back as `flushed`; with `report` the service is then informed, if
 * it is connected.
 */
export function flush(state: SessionState, report: boolean): Step {
  if (!isSounding(state) || state.playback.flushing) return noEffects(state);
  const truncate = report && isConnected(state);
  const flushId = state.playback.nextFlushId;
  return {
    state: withPlayback(state, { flushing: { flushId, truncate }, nextFlushId: flushId + 1 }),
    effects: [{ type: 'flush', flushId }],
  };
}

/** Number of the unsolicited ledger after the speaker was lost: what was queued will not be heard. */
export const lossFlushId = 0;

/** The flush is done: truncate what was partly heard, delete what was not heard at all. */
export function flushed(state: SessionState, flushId: number, items: readonly FlushedItem[]): Step {
  const { flushing, parts, ...rest } = state.playback;
  const isUnsolicited = flushId === lossFlushId;
  if (!isUnsolicited && flushing?.flushId !== flushId) return noEffects(state);
  const playback = isUnsolicited && flushing ? { ...rest, flushing } : rest;
  const truncate = isConnected(state) && (isUnsolicited || flushing?.truncate === true);
  const quiet: SessionState = changed(state, {
    playback: {
      ...playback,
      parts: parts.filter((part) => !items.some((item) => isPart(part, item))),
    },
  });
  const cut = items.filter((item) => {
    const part = parts.find((known) => isPart(known, item));
    return item.handedSamples < item.receivedSamples || part?.complete === false;
  });
  const responses = parts
    .filter((part) => cut.some((item) => isPart(part, item)))
    .map((part) => part.responseId);
  // The rest of a cut reply would be a fragment; with the speaker lost the reply is not worth making either.
  const dropped = responses.reduce(markStale, quiet);
  const active = activeResponseId(quiet);
  return chain(
    dropped,
    (current) =>
      isUnsolicited && active !== undefined && responses.includes(active)
        ? cancelResponse(current)
        : noEffects(current),
    ...cut.map((item) => {
      const isEarlier = parts.some((part) => isPart(part, item) && part.earlier === true);
      return settle(item, truncate && !isEarlier);
    }),
  );
}

function settle(item: FlushedItem, report: boolean): (state: SessionState) => Step {
  return (state) => {
    const rate = state.options.outputRateHz;
    const endMs = heardMs(item.handedSamples, rate);
    const marked = markCut(state, item.itemId, {
      heardMs: endMs,
      receivedMs: heardMs(item.receivedSamples, rate),
      deleted: report && endMs === 0,
    });
    if (!report) return noEffects(marked);
    if (endMs === 0) return forget(marked, item.itemId);
    const { id, state: next } = takeId(marked, 'event');
    return {
      state: next,
      effects: [
        {
          type: 'send',
          event: {
            type: 'conversation.item.truncate',
            event_id: id,
            item_id: item.itemId,
            content_index: item.contentIndex,
            audio_end_ms: endMs,
          },
        },
      ],
    };
  };
}

/**
 * Deletes an item of which nothing was heard: a truncation to 0 ms would leave an item that claims to have been said.
 * Sent once the response is done, because the item is still being written until then.
 */
function forget(state: SessionState, itemId: string): Step {
  const { id, state: next } = takeId(state, 'event');
  return sendWhenQuiet({ type: 'conversation.item.delete', event_id: id, item_id: itemId })(next);
}

/** Of the response that is being interrupted: items that were written but of which no audio came yet. */
export function forgetUnheard(state: SessionState, responseId: string): Step {
  if (state.options.mode === 'text') return noEffects(state);
  const unheard = state.transcript.filter(
    (entry) =>
      entry.kind === 'assistant' &&
      entry.responseId === responseId &&
      entry.audioSamples === 0 &&
      !entry.cut,
  );
  return chain(
    state,
    ...unheard.map(
      (entry) => (current: SessionState) =>
        entry.kind === 'assistant'
          ? forget(
              markCut(current, entry.itemId, { heardMs: 0, receivedMs: 0, deleted: true }),
              entry.itemId,
            )
          : noEffects(current),
    ),
  );
}

/** Where the service says it truncated, next to our own figure. */
export function truncationConfirmed(
  state: SessionState,
  itemId: string,
  endMs: number,
): SessionState {
  return changeKnownAssistant(state, itemId, (entry) => ({
    ...entry,
    cut: entry.cut
      ? { ...entry.cut, confirmedMs: endMs }
      : {
          heardMs: heardMs(entry.playedSamples, state.options.outputRateHz),
          receivedMs: heardMs(entry.audioSamples, state.options.outputRateHz),
          confirmedMs: endMs,
          deleted: false,
        },
  }));
}

/** The device was lost: queued audio will not be heard. */
export function playbackLost(state: SessionState, reason: string): SessionState {
  return withPlayback(state, { lost: reason });
}

/** The device works again. */
export function playbackRestored(state: SessionState): SessionState {
  return withPlayback(state, { lost: undefined });
}
