import type { Span } from '../report.js';
import type { MeasuredSound } from './measure-sound.js';

/** A reply is found in the samples at most this long before or after its place in the log. */
const toleranceMs = 30;
/** The user's speech that belongs to a turn ends at most this long before the turn does: the service waits for silence. */
const longestWaitMs = 3000;

/**
 * From the end of the user's voice to the start of the assistant's, as a listener hears it. Undefined where one of them
 * is not heard, or the user still speaks when the answer begins.
 * @param turnEndMs when the user's turn ended, by the events
 * @param answer where the answer's audio is, by the log
 */
export function responseLatencyMs(
  { report, assistant }: MeasuredSound,
  turnEndMs: number,
  answer: Span,
): number | undefined {
  const onsetMs = firstVoiceMs(assistant, answer);
  if (onsetMs === undefined) return undefined;
  const said = report.user.voice.findLast(
    ({ startMs }) => startMs < Math.min(turnEndMs + toleranceMs, onsetMs),
  );
  if (said === undefined || said.endMs < turnEndMs - longestWaitMs || said.endMs > onsetMs)
    return undefined;
  return onsetMs - said.endMs;
}

/** When voice begins in a stretch of the WAV. */
export function firstVoiceMs(voice: readonly Span[], { startMs, endMs }: Span): number | undefined {
  const first = voice.find((span) => span.endMs > startMs);
  if (first === undefined || first.startMs >= endMs) return undefined;
  // What was said before may still sound.
  return first.startMs < startMs - toleranceMs ? startMs : first.startMs;
}

/** The user's sound that interrupted a reply: the one heard at this moment, or the last one before it. */
export function interruptingSound({ report }: MeasuredSound, detectedMs: number): Span | undefined {
  const sound = report.user.voice.findLast(({ startMs }) => startMs <= detectedMs);
  return sound !== undefined && sound.endMs > detectedMs - longestWaitMs ? sound : undefined;
}

/**
 * How long a reply was still heard after the user began to speak; 0 when it paused just then.
 * @param replyEndMs where its audio ends, by the log
 */
export function timeToYieldMs(
  { assistant }: MeasuredSound,
  sound: Span,
  replyEndMs: number,
): number | undefined {
  const last = assistant.findLast(({ startMs }) => startMs < replyEndMs);
  if (last === undefined) return undefined;
  const silentMs = last.endMs > replyEndMs + toleranceMs ? replyEndMs : last.endMs;
  return Math.max(0, silentMs - sound.startMs);
}

/** Response latencies where there is no log: from each voice of the user to the assistant's voice that follows it. */
export function latenciesInSound({ report }: MeasuredSound): readonly (Span & {
  readonly latencyMs: number;
})[] {
  const { user, assistant } = report;
  let earliestMs = 0;
  return assistant.voice.flatMap((reply) => {
    const said = user.voice.findLast(
      ({ startMs, endMs }) => startMs >= earliestMs && endMs <= reply.startMs,
    );
    if (said === undefined) return [];
    earliestMs = reply.startMs;
    return [{ startMs: said.endMs, endMs: reply.startMs, latencyMs: reply.startMs - said.endMs }];
  });
}
