import type { AudioEvent } from '../../src/audio/kernel/engine-types.js';

/** The events of one type, in order. */
export function eventsOf<Type extends AudioEvent['type']>(
  events: readonly AudioEvent[],
  type: Type,
): Extract<AudioEvent, { type: Type }>[] {
  return events.flatMap((event) => (isOf(event, type) ? [event] : []));
}

/** Samples of an item that were handed to the speaker. */
export function handedOf(events: readonly AudioEvent[], itemId: string): number {
  return eventsOf(events, 'played')
    .flatMap(({ frame }) => frame.spans)
    .filter((span) => span.itemId === itemId)
    .reduce((sum, span) => sum + span.samples, 0);
}

function isOf<Type extends AudioEvent['type']>(
  event: AudioEvent,
  type: Type,
): event is Extract<AudioEvent, { type: Type }> {
  return event.type === type;
}
