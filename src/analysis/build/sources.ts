import type { SessionFollower } from '../follow/session-follower.js';
import type { TrackedItem } from '../follow/item-tracker.js';
import type { Span } from '../report.js';
import type { MeasuredSound } from '../sound/measure-sound.js';

/** What a report is made of: the log, fed through the session core, and what was measured in the WAV. */
export interface Evidence {
  readonly session: SessionFollower;
  readonly sound?: MeasuredSound;
}

/** Where the item's audio was heard, in the WAV; undefined when none was. */
export function heardSpan(item: TrackedItem | undefined): Span | undefined {
  const startMs = item?.runs[0]?.startMs;
  const endMs = item?.runs.at(-1)?.endMs;
  return startMs === undefined || endMs === undefined ? undefined : { startMs, endMs };
}

/** When the user spoke an item, by the events, in the WAV. */
export function eventSpeech({ session }: Evidence, itemId: string): Span | undefined {
  const key = session.items.keySpeech.get(itemId);
  if (key?.endMs !== undefined)
    return { startMs: session.clock.at(key.startMs), endMs: session.clock.at(key.endMs) };
  const { startMs, endMs } = session.items.items.get(itemId)?.speech ?? {};
  if (startMs === undefined || endMs === undefined) return undefined;
  return { startMs: Math.min(startMs, endMs), endMs };
}
