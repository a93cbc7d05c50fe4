import type { Input, PlayedRun } from '../inputs.js';
import { heardFromMs, speechEndMs, spokenAtMs } from './latency.js';
import { appended } from '../appended.js';
import { changed } from '../change-state.js';
import type { SessionState } from '../state.js';
import type { SpeakingSpan } from './timeline-state.js';
import { samplesToMs } from '../units.js';

/** Stretches of speech that are kept; far more than fits on a screen. */
const maxSpans = 200;
/** Audio of one item with shorter gaps than this is one stretch. */
const joinMs = 200;

/** Follows who is heard when: speech as the service dates it, replies as the device takes them. */
export function followTimeline(
  before: SessionState,
  state: SessionState,
  input: Input,
): SessionState {
  switch (input.type) {
    case 'played':
      return heard(state, input.runs, input.depthMs);
    case 'flushed':
      return input.items.reduce((current, item) => markSpanCut(current, item.itemId), state);
    case 'server':
      if (input.event.type === 'input_audio_buffer.speech_started')
        return begin(state, spokenAtMs(state, input.event.audio_start_ms) ?? state.nowMs);
      if (input.event.type === 'input_audio_buffer.speech_stopped')
        return finish(state, speechEndMs(state, input.event.audio_end_ms) ?? state.nowMs);
      break;
    default:
      break;
  }
  const talks = state.input.phase === 'capturing';
  if (talks && state.input.by === 'key' && before.input.phase !== 'capturing')
    return begin(state, state.nowMs);
  return talks ? state : finish(state, state.nowMs);
}

function withSpan(state: SessionState, span: SpeakingSpan): SessionState {
  return changed(state, { spans: appended(state.spans, span, maxSpans) });
}

function withSpanAt(state: SessionState, at: number, span: SpeakingSpan): SessionState {
  return changed(state, { spans: state.spans.with(at, span) });
}

function begin(state: SessionState, startMs: number): SessionState {
  const quiet = finish(state, startMs);
  return withSpan(quiet, { side: 'user', startMs, cut: false });
}

/** The user's speech has ended. */
function finish(state: SessionState, endMs: number): SessionState {
  // Only the user's newest stretch can be open: each one ends before the next.
  let at = state.spans.length - 1;
  while (at >= 0 && state.spans[at]?.side !== 'user') at -= 1;
  const open = state.spans[at];
  if (open === undefined || open.endMs !== undefined) return state;
  return withSpanAt(state, at, { ...open, endMs: Math.max(open.startMs, endMs) });
}

function heard(
  before: SessionState,
  runs: readonly PlayedRun[],
  depthMs: number | undefined,
): SessionState {
  const { outputRateHz } = before.options;
  // What the device still holds is heard later than it was handed over.
  let startMs = heardFromMs(before, runs, depthMs);
  let state = before;
  for (const run of runs) {
    const endMs = startMs + samplesToMs(run.samples, outputRateHz);
    state = grow(state, { side: 'assistant', itemId: run.itemId, startMs, endMs, cut: false });
    startMs = endMs;
  }
  return state;
}

function grow(state: SessionState, added: SpeakingSpan): SessionState {
  const at = state.spans.findLastIndex((span) => span.side === 'assistant');
  const last = state.spans[at];
  const joins = last?.itemId === added.itemId && added.startMs - (last?.endMs ?? 0) < joinMs;
  if (last === undefined || !joins || added.endMs === undefined) return withSpan(state, added);
  const { side, itemId, startMs, cut } = last;
  // Not spread, as in `changed`.
  return withSpanAt(state, at, { side, itemId, startMs, endMs: added.endMs, cut });
}

function markSpanCut(state: SessionState, itemId: string): SessionState {
  const wasCut = state.transcript.some(
    (entry) => entry.kind === 'assistant' && entry.itemId === itemId && entry.cut !== undefined,
  );
  const at = state.spans.findLastIndex((span) => span.itemId === itemId);
  const span = state.spans[at];
  if (!wasCut || span === undefined) return state;
  return withSpanAt(state, at, { ...span, cut: true });
}
