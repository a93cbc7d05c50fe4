import type { Input } from '../../session/inputs.js';
import { heardFromMs } from '../../session/metrics/latency.js';
import { samplesToMs } from '../../session/units.js';
import type { Moment } from './moment.js';

/** The clocks are compared for each stretch of this length: devices drift by milliseconds a minute. */
const stretchMs = 1000;

/**
 * Follows how the session's clock and that of the WAV run against each other: by what was sent of the microphone's track,
 * and by what was heard where there is no microphone.
 */
export class RecordingClock {
  readonly #wavRateHz: number;
  /** For each stretch of the session, how much the WAV's clock is ahead. */
  readonly #microphone: (number | undefined)[] = [];
  readonly #speaker: (number | undefined)[] = [];
  #openedMs: number | undefined;
  #leads: readonly (number | undefined)[] | undefined;

  constructor(wavRateHz: number) {
    this.#wavRateHz = wavRateHz;
  }

  take({ input, after }: Moment): void {
    if (input.type === 'sent') this.#sent(input, after.options.inputRateHz);
    else if (input.type === 'played') {
      const [run] = input.runs;
      if (run?.atSample === undefined) return;
      const heardMs = heardFromMs(after, input.runs, input.depthMs);
      this.#note(this.#speaker, heardMs, samplesToMs(run.atSample, this.#wavRateHz));
    } else if (input.type === 'part-open' && input.part === 'recording')
      this.#openedMs = input.nowMs;
  }

  /** A moment of the session on the WAV's clock; exact to some milliseconds. Call it when everything was taken. */
  at(sessionMs: number): number {
    this.#leads ??= this.#microphone.length > 0 ? this.#microphone : this.#speaker;
    const stretch = Math.max(0, Math.floor(sessionMs / stretchMs));
    return sessionMs + (nearestTo(this.#leads, stretch) ?? -(this.#openedMs ?? 0));
  }

  #sent({ audio, lateMs = 0, nowMs }: Extract<Input, { type: 'sent' }>, rateHz: number): void {
    if (audio?.track !== 'microphone' || audio.offset === undefined) return;
    const endMs = samplesToMs(audio.offset, this.#wavRateHz) + samplesToMs(audio.length, rateHz);
    this.#note(this.#microphone, nowMs - lateMs, endMs);
  }

  /** Frames can be late, never early: the greatest lead is the true one. */
  #note(leads: (number | undefined)[], sessionMs: number, wavMs: number): void {
    const stretch = Math.max(0, Math.floor(sessionMs / stretchMs));
    const lead = wavMs - sessionMs;
    leads[stretch] = Math.max(leads[stretch] ?? lead, lead);
  }
}

function nearestTo(values: readonly (number | undefined)[], at: number): number | undefined {
  for (let away = 0; away <= values.length + at; away += 1) {
    const found = values[at - away] ?? values[at + away];
    if (found !== undefined) return found;
  }
  return undefined;
}
