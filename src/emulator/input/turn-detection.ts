import { powerDb } from '../../audio/pure/frame-levels.js';
import { powerOf } from '../../audio/pure/level.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { textValue } from '../kernel/text-value.js';
import { Silence } from './silence.js';
import { RecentLevels, steadyHops } from './steady-noise.js';
import { VoiceBand } from './voice-band.js';

/** Settings of turn detection. */
export interface VadSettings {
  /** 0..1: how far above the noise floor speech must be. */
  readonly threshold: number;
  /** Audio before the first speech that belongs to the turn. */
  readonly prefixPaddingMs: number;
  /** Silence that ends a turn. */
  readonly silenceDurationMs: number;
  /** Speech needed before a turn starts. */
  readonly speechDurationMs: number;
}

/** Times are milliseconds of appended audio since the start of the session, as on the wire. */
export type VadEvent =
  | { readonly type: 'started'; readonly startMs: number }
  | { readonly type: 'stopped'; readonly startMs: number; readonly endMs: number };

const hopMs = 10;
/** Lowest noise floor, so that it does not follow a muted microphone down. */
const minFloorDbfs = -60;
/** How fast the noise floor rises, dB per second: slowly during speech, faster in between. */
const riseInSpeechDbPerS = 2;
const riseInSilenceDbPerS = 8;
/** How fast it falls. */
const fallDbPerS = 60;
/** In a turn, speech may be quieter by this much than to start one. */
const hysteresisDb = 3;
/** Hops whose mean is the level: a single one of noise wavers. */
const levelHops = 3;
/**
 * What is quieter by this much than the loudest syllable of the turn (this many hops) is not part of it when it goes on for
 * long: it is other voices then, and not soft words.
 */
const belowSyllableDb = 18;
const syllableHops = 15;
const longestSoftWordsMs = 500;

function numberOr(value: JsonValue | undefined, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** Silence that ends a turn with `semantic_vad`: the service goes by the words, the emulator only by pauses. */
function eagernessSilenceMs(eagerness: JsonValue | undefined): number {
  if (eagerness === 'high') return 300;
  return eagerness === 'low' ? 1200 : 600;
}

/**
 * What `end_of_utterance_detection` adds to the silence that ends a turn. The service asks a model whether the words sound
 * finished; here a higher level only waits longer, up to its timeout.
 */
function utteranceEndMs(detection: JsonValue | undefined): number {
  if (!isJsonObject(detection)) return 0;
  const level = detection['threshold_level'];
  const waitMs = level === 'low' ? 0 : level === 'high' ? 400 : 150;
  return Math.min(waitMs, numberOr(detection['timeout_ms'], 1000));
}

/**
 * The settings of a session's `turn_detection`; undefined when the client ends turns itself. Defaults where the service
 * returns null: server_vad 0.5 / 400 / 500, azure_semantic_vad* 0.5 / 420 / 500 / 80 (Voice Live API reference 2026-07-15,
 * turn detection).
 */
export function vadSettings(
  turnDetection: JsonValue | undefined,
  speechDurationMs: number,
): VadSettings | undefined {
  if (!isJsonObject(turnDetection) || turnDetection['type'] === 'none') return undefined;
  const semantic = turnDetection['type'] === 'semantic_vad';
  const azure = textValue(turnDetection['type']).startsWith('azure_');
  return {
    threshold: numberOr(turnDetection['threshold'], 0.5),
    prefixPaddingMs: numberOr(turnDetection['prefix_padding_ms'], azure ? 420 : 400),
    silenceDurationMs:
      numberOr(
        turnDetection['silence_duration_ms'],
        semantic ? eagernessSilenceMs(turnDetection['eagerness']) : 500,
      ) + utteranceEndMs(turnDetection['end_of_utterance_detection']),
    speechDurationMs: numberOr(turnDetection['speech_duration_ms'], azure ? 80 : speechDurationMs),
  };
}

/** True unless the option is false: absent or null means the default, which is true. */
export function isOn(turnDetection: JsonObject | undefined, option: string): boolean {
  return turnDetection !== undefined && turnDetection[option] !== false;
}

/**
 * Finds turns of speech by energy in the band of the voice over an adaptive noise floor, in hops of 10 ms. Its time is that
 * of the audio, so a client may send faster than real time.
 */
export class TurnDetector {
  readonly #settings: VadSettings;
  readonly #hop: Int16Array;
  #filled = 0;
  #nowMs: number;
  readonly #recent = new RecentLevels();
  #floorDbfs = minFloorDbfs;
  #speechMs = 0;
  #firstSpeechMs = 0;
  #startMs: number | undefined;
  #syllableDbfs = minFloorDbfs;
  #earliestStartMs: number;
  readonly #band: VoiceBand;
  /** Since anything could be speech. */
  readonly #silence = new Silence();
  /** Since anything was as loud as the speech of this turn. */
  readonly #quiet = new Silence();

  /** @param originMs position of the first sample in the session's audio */
  constructor(settings: VadSettings, rateHz: number, originMs: number) {
    this.#settings = settings;
    this.#hop = new Int16Array(Math.round((rateHz * hopMs) / 1000));
    this.#band = new VoiceBand(rateHz);
    this.#nowMs = originMs;
    this.#earliestStartMs = originMs;
  }

  push(samples: Int16Array): readonly VadEvent[] {
    const events: VadEvent[] = [];
    let offset = 0;
    while (offset < samples.length) {
      const part = samples.subarray(offset, offset + this.#hop.length - this.#filled);
      this.#hop.set(part, this.#filled);
      this.#filled += part.length;
      offset += part.length;
      if (this.#filled < this.#hop.length) break;
      this.#filled = 0;
      this.#nowMs += hopMs;
      this.#band.filter(this.#hop);
      const event = this.#step(powerDb(powerOf(this.#hop)));
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  #step(hopDbfs: number): VadEvent | undefined {
    this.#recent.push(hopDbfs);
    const meanDbfs = this.#recent.meanDbfs(levelHops);
    // The hop itself, too: the mean ends late.
    const levelDbfs = Math.min(hopDbfs, meanDbfs);
    const onsetDbfs = this.#onsetDbfs();
    const startMs = this.#startMs;
    if (startMs === undefined)
      return this.#beforeTurn(this.#isSpeech(levelDbfs > onsetDbfs, meanDbfs));
    this.#syllableDbfs = Math.max(this.#syllableDbfs, this.#recent.meanDbfs(syllableHops));
    const isHeard = levelDbfs > onsetDbfs - hysteresisDb;
    const isLoud = isHeard && levelDbfs > this.#syllableDbfs - belowSyllableDb;
    const isSpeech = this.#isSpeech(isLoud, meanDbfs);
    return this.#inTurn(startMs, isSpeech, isSpeech || (isHeard && !isLoud));
  }

  /** Adapts the noise floor to a hop. @returns whether what is loud enough is speech, and not steady noise */
  #isSpeech(isLoud: boolean, levelDbfs: number): boolean {
    if (isLoud && this.#learnsNoise()) return false;
    const risePerHop = ((isLoud ? riseInSpeechDbPerS : riseInSilenceDbPerS) * hopMs) / 1000;
    const fallPerHop = (fallDbPerS * hopMs) / 1000;
    const step = Math.max(-fallPerHop, Math.min(risePerHop, levelDbfs - this.#floorDbfs));
    this.#floorDbfs = Math.max(minFloorDbfs, this.#floorDbfs + step);
    return isLoud;
  }

  /** A turn begins with what is above the noise and above what is quiet anyway. */
  #onsetDbfs(): number {
    const { threshold } = this.#settings;
    return Math.max(minFloorDbfs + 4 + 16 * threshold, this.#floorDbfs + 3 + 8 * threshold);
  }

  /** Noise that begins suddenly is far above the floor. Known by its steadiness, it was silence from its beginning. */
  #learnsNoise(): boolean {
    const noiseDbfs = this.#recent.steadyDbfs(steadyHops);
    if (noiseDbfs === undefined || noiseDbfs <= this.#floorDbfs) return false;
    this.#floorDbfs = noiseDbfs;
    this.#speechMs = 0;
    for (const silence of [this.#silence, this.#quiet])
      silence.lastedAtLeast((steadyHops - 1) * hopMs);
    return true;
  }

  #inTurn(startMs: number, isSpeech: boolean, isHeard: boolean): VadEvent | undefined {
    const { silenceDurationMs } = this.#settings;
    this.#silence.add(isHeard, hopMs);
    this.#quiet.add(isSpeech, hopMs);
    const isSilent = this.#silence.ms >= silenceDurationMs;
    if (!isSilent && this.#quiet.ms < Math.max(silenceDurationMs, longestSoftWordsMs))
      return undefined;
    // What the turn ended in is the noise of the next one, however loud.
    const { ms } = isSilent ? this.#silence : this.#quiet;
    this.#floorDbfs = Math.max(this.#floorDbfs, this.#recent.medianDbfs(ms / hopMs));
    this.#startMs = undefined;
    this.#speechMs = 0;
    this.#earliestStartMs = this.#nowMs;
    return { type: 'stopped', startMs, endMs: this.#nowMs };
  }

  /** Speech counts up and silence down, so that short gaps inside a word do not restart the count. */
  #beforeTurn(speech: boolean): VadEvent | undefined {
    if (speech && this.#speechMs === 0) this.#firstSpeechMs = this.#nowMs - hopMs;
    this.#speechMs = Math.max(0, this.#speechMs + (speech ? hopMs : -hopMs));
    if (!speech || this.#speechMs < this.#settings.speechDurationMs) return undefined;
    // Noise starts like speech: what is steady from its second hop on has to go on until one of them is certain.
    const hops = Math.min(steadyHops, this.#speechMs / hopMs) - 1;
    if (this.#recent.steadyDbfs(hops) !== undefined) return undefined;
    this.#silence.end();
    this.#quiet.end();
    this.#syllableDbfs = minFloorDbfs;
    this.#startMs = Math.max(
      this.#earliestStartMs,
      this.#firstSpeechMs - this.#settings.prefixPaddingMs,
    );
    return { type: 'started', startMs: this.#startMs };
  }
}
