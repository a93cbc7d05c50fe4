import type { TrackedItem } from '../follow/item-tracker.js';
import type { Gap, Span } from '../report.js';
import { heardSpan, type Evidence } from './sources.js';

/** Shorter silence is part of fluent speech. */
const shortestGapMs = 250;
/** Less between two runs of samples comes from placing them on the recording's clock. */
const shortestInsertedMs = 5;

/** Silence inside replies: by the samples where there is a WAV, else where the audio came too late. */
export function gapsOf({ session, sound }: Evidence): readonly Gap[] {
  return [...session.items.items.values()].flatMap((item) => {
    const span = heardSpan(item);
    if (item.entry.kind !== 'assistant' || span === undefined) return [];
    const inserted = insertedIn(item);
    const silent = sound === undefined ? inserted : silenceIn(sound.assistant, span);
    return silent
      .filter(({ startMs, endMs }) => endMs - startMs >= shortestGapMs)
      .map((gap) => ({
        ...gap,
        itemId: item.entry.itemId,
        insertedMs: inserted.reduce((sum, each) => sum + common(each, gap), 0),
      }));
  });
}

/** Silence between the stretches of an item's audio. */
export function insertedSilence({ session }: Evidence): readonly number[] {
  return [...session.items.items.values()]
    .flatMap((item) => (item.entry.kind === 'assistant' ? insertedIn(item) : []))
    .map(({ startMs, endMs }) => endMs - startMs);
}

function insertedIn({ runs }: TrackedItem): readonly Span[] {
  return runs.slice(1).flatMap((run, index) => {
    const startMs = runs[index]?.endMs ?? run.startMs;
    return run.startMs - startMs < shortestInsertedMs ? [] : [{ startMs, endMs: run.startMs }];
  });
}

function silenceIn(voice: readonly Span[], span: Span): readonly Span[] {
  const inside = voice.filter(({ startMs, endMs }) => endMs > span.startMs && startMs < span.endMs);
  return inside.slice(1).map((after, index) => ({
    startMs: inside[index]?.endMs ?? after.startMs,
    endMs: after.startMs,
  }));
}

function common(left: Span, right: Span): number {
  return Math.max(0, Math.min(left.endMs, right.endMs) - Math.max(left.startMs, right.startMs));
}
