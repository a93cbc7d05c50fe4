import type { RecordingReport } from '../analysis/report.js';

/** Users who speak again so soon had not finished. */
const soonMs = 1000;
/** Sound that voice detection leaves behind the end of speech. */
const tailMs = 100;

/**
 * Turns that ended too early: the user's voice, measured from the samples, goes on or comes back within a second of the
 * turn's end. Undefined without a WAV.
 */
export function cutOffs({ turns, sound }: RecordingReport): number | undefined {
  if (sound === undefined) return undefined;
  return turns.filter(
    ({ kind, endMs }) =>
      kind === 'spoken' &&
      endMs !== undefined &&
      sound.user.voice.some((span) => span.startMs < endMs + soonMs && span.endMs > endMs + tailMs),
  ).length;
}
