import { changed } from '../change-state.js';
import type { SessionState, TranscriptEntry } from '../state.js';

/** Puts what a turn took and cost beside its words: with the newest reply or tool call, when the figure is known. */
export function followTurnFigures(before: SessionState, state: SessionState): SessionState {
  const isAnswered = state.latency.answerMs !== before.latency.answerMs;
  const answerMs = isAnswered ? state.latency.answerMs.at(-1) : undefined;
  const costUsd = state.usage.costUsd - before.usage.costUsd;
  if (answerMs === undefined && costUsd <= 0) return state;
  const at = state.transcript.findLastIndex(
    ({ kind }) => kind === 'assistant' || (answerMs === undefined && kind === 'tool'),
  );
  const entry = state.transcript[at];
  return entry === undefined
    ? state
    : changed(state, {
        transcript: state.transcript.with(at, withFigures(entry, answerMs, costUsd)),
      });
}

function withFigures(
  entry: TranscriptEntry,
  answerMs: number | undefined,
  costUsd: number,
): TranscriptEntry {
  if (entry.kind !== 'assistant' && entry.kind !== 'tool') return entry;
  const cost = costUsd > 0 ? { costUsd: (entry.costUsd ?? 0) + costUsd } : {};
  return answerMs !== undefined && entry.kind === 'assistant'
    ? { ...entry, ...cost, answerMs }
    : { ...entry, ...cost };
}
