import type { Input } from '../../session/inputs.js';
import type { EntryChange, Moment } from './moment.js';

export type InterruptionCause = 'speech' | 'user' | 'service' | 'device lost';

/** Why and when a reply was cut, on the session's clock. */
export interface TrackedInterruption {
  readonly cause: InterruptionCause;
  readonly atMs: number;
  /** The item that was cut. */
  readonly itemId: string;
  /** The user's item whose speech interrupted. */
  readonly userItemId?: string;
}

type Trigger = Omit<TrackedInterruption, 'itemId'>;

/** Follows the replies that are cut, and what cut them. */
export class InterruptionTracker {
  readonly interruptions: TrackedInterruption[] = [];
  readonly #triggers = new Map<number, Trigger>();

  take({ input, before, after }: Moment, changes: readonly EntryChange[]): void {
    const { flushing } = after.playback;
    if (flushing !== undefined && flushing !== before.playback.flushing)
      this.#triggers.set(flushing.flushId, triggerOf(input));
    for (const { was, is } of changes) {
      if (is.kind !== 'assistant' || is.cut === undefined) continue;
      if (was?.kind === 'assistant' && was.cut !== undefined) continue;
      const flushed = input.type === 'flushed' ? this.#triggers.get(input.flushId) : undefined;
      this.interruptions.push({ ...(flushed ?? triggerOf(input)), itemId: is.itemId });
    }
  }
}

function triggerOf(input: Input): Trigger {
  const atMs = input.nowMs;
  if (input.type === 'flushed' || input.type === 'audio-lost')
    return { cause: 'device lost', atMs };
  if (input.type !== 'server') return { cause: 'user', atMs };
  return input.event.type === 'input_audio_buffer.speech_started'
    ? { cause: 'speech', atMs, userItemId: input.event.item_id }
    : { cause: 'service', atMs };
}
