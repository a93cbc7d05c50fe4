import type { AudioEvent } from '../../audio/kernel/engine-types.js';
import { samplesToMs } from '../../audio/pure/pcm.js';
import type { Untimed } from '../inputs.js';
import { failureOf } from './failure.js';
import type { Outputs } from './outputs.js';

interface Surroundings {
  readonly outputs: Pick<Outputs, 'heard' | 'unheard'>;
  /** Clock of the frames' `atMs`. */
  readonly nowMs: number;
  readonly outputRateHz: number;
}

/** An event of the audio engine as an input; undefined where it does not concern the session. */
export function audioInput(
  event: Exclude<AudioEvent, { type: 'captured' }>,
  { outputs, nowMs, outputRateHz }: Surroundings,
): Untimed | undefined {
  switch (event.type) {
    case 'played': {
      const { samples, spans, atMs, follows, depthMs } = event.frame;
      // `depthMs` is that of the last sample. A file has none: it hears the first one when it gets it.
      const heardAtMs = atMs + Math.max(0, depthMs - samplesToMs(samples.length, outputRateHz));
      // The recording has it where it left the speaker, not where it was handed to the device.
      const offset = outputs.heard(samples, heardAtMs, follows);
      // Audio that fades out belongs to no item.
      if (spans.length === 0) return undefined;
      let ahead = 0;
      const runs = spans.map((span) => {
        const run = { ...span, ...(offset === undefined ? {} : { atSample: offset + ahead }) };
        ahead += span.samples;
        return run;
      });
      const leftMs = heardAtMs + samplesToMs(ahead, outputRateHz) - nowMs;
      return { type: 'played', runs, depthMs: Math.round(leftMs * 1000) / 1000 };
    }
    case 'flushed': {
      const { flushId, items, unheardSamples } = event;
      const silencedMs = unheardSamples === undefined ? 0 : (outputs.unheard(unheardSamples) ?? 0);
      return {
        type: 'flushed',
        flushId,
        items: items.map(({ playedSamples, ...item }) => ({
          ...item,
          handedSamples: playedSamples,
        })),
        ...(silencedMs === 0 ? {} : { silencedMs }),
      };
    }
    case 'lost':
      return { type: 'audio-lost', what: event.what, reason: event.reason };
    case 'restored':
      return { type: 'audio-restored' };
    case 'failed':
      return { type: 'audio-failed', failure: failureOf(event.error) };
    case 'missing': {
      const { message, hint } = event.error;
      const without = event.what === 'microphone' ? 'Type your turns.' : 'Replies will be silent.';
      const text = `${message} ${without}${hint === undefined ? '' : ` ${hint}`}`;
      return { type: 'notice', level: 'warning', text };
    }
    case 'backend':
      if (event.reason === undefined) return undefined;
      return {
        type: 'notice',
        level: 'info',
        text: `Using ${event.name} for audio: ${event.reason}`,
      };
    case 'counters': {
      const { droppedCaptureFrames, droppedPlaybackSamples, underruns, restarts } = event.counters;
      const { underrunAtMs } = event.counters;
      return {
        type: 'audio-counters',
        droppedCaptureFrames,
        droppedPlaybackSamples,
        underruns,
        restarts,
        ...(underrunAtMs !== undefined && { underrunAgoMs: Math.round(nowMs - underrunAtMs) }),
      };
    }
    case 'health':
      return { type: 'audio-health', health: event.health };
    case 'input-ended':
      return { type: 'input-ended' };
  }
}
