import type { AudioEvent } from '../../audio/engine-types.js';
import type { Recorder } from '../../recording/types.js';
import type { Input } from '../inputs.js';
import { failureOf } from './failure.js';

type Without<Each> = Each extends Input ? Omit<Each, 'nowMs'> : never;

/** What an event of the audio engine is to the session; undefined for what only concerns the program. */
export function audioInput(
  event: Exclude<AudioEvent, { type: 'captured' }>,
  recorder: Recorder | undefined,
): Without<Input> | undefined {
  switch (event.type) {
    case 'heard': {
      const { samples, atMs, follows, depthMs } = event.frame;
      // It stands in the recording where it came out of the speaker, not where it was handed over.
      const offset = recorder?.heard(samples, atMs + depthMs, follows);
      let ahead = 0;
      const runs = event.frame.spans.map((span) => {
        const run = { ...span, ...(offset === undefined ? {} : { atSample: offset + ahead }) };
        ahead += span.samples;
        return run;
      });
      return { type: 'played', runs, depthMs };
    }
    case 'flushed':
      return { type: 'flushed', flushId: event.flushId, items: event.items };
    case 'lost':
      return { type: 'audio-lost', what: event.what, reason: event.reason };
    case 'restored':
      return { type: 'audio-restored' };
    case 'failed':
      return { type: 'audio-failed', failure: failureOf(event.error) };
    case 'missing': {
      const { message, hint } = event.error;
      const without = event.what === 'microphone' ? 'Turns are typed.' : 'Replies are not heard.';
      const text = `${message} ${without}${hint === undefined ? '' : ` To have sound: ${hint}.`}`;
      return { type: 'notice', level: 'warning', text };
    }
    case 'backend':
      if (event.reason === undefined) return undefined;
      return {
        type: 'notice',
        level: 'info',
        text: `Sound through ${event.name}: ${event.reason}`,
      };
    case 'counters': {
      const { droppedCaptureFrames, droppedPlaybackSamples, underruns, restarts } = event.counters;
      return {
        type: 'audio-counters',
        droppedCaptureFrames,
        droppedPlaybackSamples,
        underruns,
        restarts,
      };
    }
    case 'health':
      return { type: 'audio-health', health: event.health };
    case 'input-ended':
      return undefined;
  }
}
