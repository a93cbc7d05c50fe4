import { contextSize, cost, lastTokens } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import { answerTimes, turnParts, type TurnParts } from '../../session/metrics/turn-parts.js';
import { duration, estimatedUsd, shortCount } from '../text/format.js';

/** `p50 612 ms  p90 900 ms`: the session's answer times, as far as there are enough turns. */
export function percentileWords(state: SessionState): string | undefined {
  const times = answerTimes(state);
  if (times === undefined) return undefined;
  const shown = [
    `p50 ${duration(times.p50)}`,
    ...(times.p90 === undefined ? [] : [`p90 ${duration(times.p90)}`]),
    ...(times.p95 === undefined ? [] : [`p95 ${duration(times.p95)}`]),
    ...(times.p99 === undefined ? [] : [`p99 ${duration(times.p99)}`]),
  ];
  return shown.join('  ');
}

/** `12 turns`, `1 turn`. */
export function turnCount(state: SessionState): string {
  const turns = answerTimes(state)?.turns ?? 0;
  return `${String(turns)} ${turns === 1 ? 'turn' : 'turns'}`;
}

/** `612 ms from end of speech: noticed 180, response 95, heard 337`: the last answered turn in its parts. */
export function turnWords(state: SessionState): string | undefined {
  const turn = turnParts(state);
  if (turn === undefined) return undefined;
  const parts = turn.parts.map(({ word, ms }) => `${word} ${String(Math.round(ms))}`);
  return `${duration(turn.totalMs)} from ${turn.from}: ${parts.join(', ')}`;
}

/** `812 ms: silence 265 + answer 547`; without the parts where the service waited for no silence. */
export function totalWords({ totalMs, silenceMs }: TurnParts): string {
  const total = duration(totalMs);
  if (silenceMs === undefined) return total;
  const silence = Math.round(silenceMs);
  return `${total}: silence ${String(silence)} + answer ${String(Math.round(totalMs) - silence)}`;
}

/** `reply 120 in 80 out`: the last response's tokens. */
export function replyWords(state: SessionState): string | undefined {
  const last = lastTokens(state);
  return last && `reply ${shortCount(last.input)} in ${shortCount(last.output)} out`;
}

/** `context 412 +96`: what the last response read, and how much more than the one before. */
export function contextWords(state: SessionState): string | undefined {
  const context = contextSize(state);
  if (context === undefined) return undefined;
  const { growth } = context;
  const more =
    growth === undefined ? '' : ` ${growth < 0 ? '−' : '+'}${shortCount(Math.abs(growth))}`;
  return `context ${shortCount(context.tokens)}${more}`;
}

/** `~$0.031 (prices of 2026-02)`. */
export function costWords(state: SessionState): string | undefined {
  const known = cost(state);
  return known && `${estimatedUsd(known.usd)} (prices of ${known.asOf})`;
}
