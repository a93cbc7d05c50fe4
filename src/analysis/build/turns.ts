import { turnEndMs } from '../../session/metrics/latency.js';
import type { TrackedTurn } from '../follow/turn-tracker.js';
import type { Span, Turn } from '../report.js';
import { firstVoiceMs, latenciesInSound, responseLatencyMs } from '../sound/turn-taking.js';
import type { MeasuredSound } from '../sound/measure-sound.js';
import { heardSpan, type Evidence } from './sources.js';

/** The turns of the session with their latencies. */
export function turnsOf(evidence: Evidence): readonly Turn[] {
  return evidence.session.turns.end().map((turn, index) => turnOf(turn, index + 1, evidence));
}

function turnOf(turn: TrackedTurn, number: number, evidence: Evidence): Turn {
  const { clock } = evidence.session;
  const { marks, answerMs, parts } = turn;
  const endMs = turnEndMs(marks);
  const kind = kindOf(turn);
  const answeredMs = marks.firstHeardMs ?? (answerMs === undefined ? undefined : marks.firstTextMs);
  const answer = answerSpan(turn, evidence);
  const voiceMs =
    evidence.sound && answer ? firstVoiceMs(evidence.sound.assistant, answer) : undefined;
  const samplesMs =
    kind === 'spoken' && evidence.sound && answer && endMs !== undefined
      ? responseLatencyMs(evidence.sound, clock.at(endMs), answer)
      : undefined;
  return {
    number,
    kind,
    itemIds: turn.itemIds,
    responseIds: turn.responseIds,
    ...(endMs === undefined ? {} : { endMs: clock.at(endMs) }),
    ...(answeredMs === undefined ? {} : { answeredMs: clock.at(answeredMs) }),
    latency: {
      ...(answerMs === undefined ? {} : { eventsMs: answerMs }),
      ...(samplesMs === undefined ? {} : { samplesMs }),
    },
    ...(parts === undefined ? {} : { partsFrom: parts.from }),
    parts: parts?.parts.map(({ word, ms }) => ({ name: word, ms })) ?? [],
    ...(voiceMs === undefined || answer === undefined
      ? {}
      : { leadingSilenceMs: Math.max(0, voiceMs - answer.startMs) }),
    costUsd: turn.costUsd,
  };
}

function kindOf({ marks, itemIds }: TrackedTurn): Turn['kind'] {
  if (marks.typedMs !== undefined) return 'typed';
  const isSpoken = marks.speechStoppedMs ?? marks.speechEndMs ?? marks.committedMs;
  return isSpoken === undefined && itemIds.length === 0 ? 'unprompted' : 'spoken';
}

/** Where the first reply that was heard of a turn is in the WAV. */
function answerSpan({ responseIds }: TrackedTurn, { session }: Evidence): Span | undefined {
  for (const item of session.items.items.values()) {
    if (item.entry.kind !== 'assistant' || !responseIds.includes(item.entry.responseId)) continue;
    const span = heardSpan(item);
    if (span !== undefined) return span;
  }
  return undefined;
}

/** Turns of a WAV without a log. */
export function turnsInSound(sound: MeasuredSound): readonly Turn[] {
  return latenciesInSound(sound).map(({ startMs, endMs, latencyMs }, index) => ({
    number: index + 1,
    kind: 'spoken',
    itemIds: [],
    responseIds: [],
    endMs: startMs,
    answeredMs: endMs,
    latency: { samplesMs: latencyMs },
    parts: [],
    costUsd: 0,
  }));
}
