import type { PlayedRun } from '../../session/inputs.js';
import type { TranscriptEntry } from '../../session/state.js';
import { samplesToMs } from '../../session/units.js';
import type { EntryChange, Moment } from './moment.js';
import type { SentAudio } from './sent-audio.js';

type SpokenEntry = Extract<TranscriptEntry, { kind: 'user' | 'assistant' }>;
type ToolEntry = Extract<TranscriptEntry, { kind: 'tool' }>;

/** Audio of an item that stands in the WAV without a gap. */
export interface Run {
  readonly fromMs: number;
  readonly startMs: number;
  endMs: number;
}

/** Speech of the user as the events date it, on the WAV's clock. */
export interface EventSpeech {
  /** When the speech began, without the padding before it. */
  startMs?: number;
  endMs?: number;
}

/** What is known of one item of the conversation. Times of the session unless they say otherwise. */
export interface TrackedItem {
  entry: SpokenEntry;
  /** The newest change of its words. */
  changedMs: number;
  /** In the WAV. */
  readonly runs: Run[];
  readonly speech: EventSpeech;
}

export interface TrackedCall {
  entry: ToolEntry;
  endMs?: number;
}

/** Follows the items of the conversation: their words, and where their audio is in the WAV. */
export class ItemTracker {
  readonly items = new Map<string, TrackedItem>();
  readonly calls = new Map<string, TrackedCall>();
  readonly #wavRateHz: number;
  readonly #sentAudio: SentAudio;
  /** Push-to-talk, until its item is known. */
  #keySpeech: { startMs: number; endMs?: number } | undefined;
  /** When the user pressed and released the talk key, session clock, for each item spoken that way. */
  readonly keySpeech = new Map<string, { readonly startMs: number; readonly endMs?: number }>();

  constructor(wavRateHz: number, sentAudio: SentAudio) {
    this.#wavRateHz = wavRateHz;
    this.#sentAudio = sentAudio;
  }

  take(moment: Moment, changes: readonly EntryChange[]): void {
    for (const { is, was } of changes) this.#entry(is, was, moment);
    const { input, before, after } = moment;
    if (input.type === 'played')
      for (const run of input.runs) this.#played(run, after.options.outputRateHz);
    else if (input.type === 'server') this.#speech(moment);
    const talks = after.input.phase === 'capturing' && after.input.by === 'key';
    if (talks && before.input.phase !== 'capturing') this.#keySpeech = { startMs: after.nowMs };
    if (!talks && before.input.phase === 'capturing' && this.#keySpeech !== undefined)
      this.#keySpeech.endMs ??= after.nowMs;
  }

  #entry(is: TranscriptEntry, was: TranscriptEntry | undefined, { after }: Moment): void {
    if (is.kind === 'tool') {
      const isOver = ['done', 'failed', 'denied', 'expired'].includes(is.phase);
      const known = this.calls.get(is.key);
      const endMs = known?.endMs ?? (isOver ? after.nowMs : undefined);
      this.calls.set(is.key, { entry: is, ...(endMs === undefined ? {} : { endMs }) });
      return;
    }
    if (is.kind === 'notice') return;
    const known = this.items.get(is.itemId);
    const hasWords = was?.kind !== is.kind || was.text !== is.text;
    if (known === undefined)
      this.items.set(is.itemId, { entry: is, changedMs: after.nowMs, runs: [], speech: {} });
    else {
      known.entry = is;
      if (hasWords) known.changedMs = after.nowMs;
    }
  }

  #played({ itemId, fromSample, samples, atSample }: PlayedRun, rateHz: number): void {
    const item = this.items.get(itemId);
    if (item === undefined || atSample === undefined) return;
    const fromMs = samplesToMs(fromSample, rateHz);
    const startMs = samplesToMs(atSample, this.#wavRateHz);
    const endMs = startMs + samplesToMs(samples, rateHz);
    const last = item.runs.at(-1);
    const follows = last !== undefined && Math.abs(last.endMs - startMs) < 0.5;
    if (follows) last.endMs = endMs;
    else item.runs.push({ fromMs, startMs, endMs });
  }

  #speech({ input, after }: Moment): void {
    if (input.type !== 'server') return;
    const { event } = input;
    const { sentEarlierMs } = after.latency;
    if (event.type === 'input_audio_buffer.speech_started') {
      const paddingMs = prefixPaddingMs(after.reportedSession?.turn_detection);
      const startMs = this.#sentAudio.at(sentEarlierMs + event.audio_start_ms + paddingMs);
      const speech = this.items.get(event.item_id)?.speech;
      if (speech && startMs !== undefined) speech.startMs = startMs;
    } else if (event.type === 'input_audio_buffer.speech_stopped') {
      const { speechEndMs = 0, waitedMs = speechEndMs } = after.latency.current;
      const endMs = this.#sentAudio.at(
        sentEarlierMs + event.audio_end_ms - (waitedMs - speechEndMs),
      );
      const speech = this.items.get(event.item_id)?.speech;
      if (speech && endMs !== undefined) speech.endMs = endMs;
    } else if (event.type === 'input_audio_buffer.committed' && this.#keySpeech !== undefined) {
      this.keySpeech.set(event.item_id, this.#keySpeech);
      this.#keySpeech = undefined;
    }
  }
}

/** The service dates the start of speech by the audio that it keeps of it, which begins earlier by this. */
function prefixPaddingMs(detection: object | null | undefined): number {
  const padding: unknown =
    detection && 'prefix_padding_ms' in detection ? detection.prefix_padding_ms : undefined;
  return typeof padding === 'number' ? padding : 0;
}
