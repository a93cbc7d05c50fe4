import { noiseGain, soundDbfs, speechDbfs } from '../../audio/pure/sound-level.js';
import type { WavAudio } from '../../audio/pure/wav.js';
import type { Noise } from '../model/script.js';

/** Level of speech where a script has none to measure, dBFS (ITU-T P.56: the usual level of speech in tests). */
const usualSpeechDbfs = -26;

/** Everything a script says and plays, made before the session opens. */
export class ScriptSounds {
  readonly #spoken: ReadonlyMap<number, WavAudio>;
  readonly #noises: ReadonlyMap<string, WavAudio>;
  readonly #speechDbfs: number;

  /**
   * @param spoken by the index of the step
   * @param noises by their file
   */
  constructor(spoken: ReadonlyMap<number, WavAudio>, noises: ReadonlyMap<string, WavAudio>) {
    this.#spoken = spoken;
    this.#noises = noises;
    this.#speechDbfs = speechDbfs([...spoken.values()]) ?? usualSpeechDbfs;
  }

  /** What a step says or plays. */
  of(step: number): WavAudio | undefined {
    return this.#spoken.get(step);
  }

  /** A noise at its level below the speech of the whole script, so that it does not change from one turn to the next. */
  noise({ file, snrDb }: Noise): { readonly audio: WavAudio; readonly gain: number } | undefined {
    const audio = this.#noises.get(file);
    if (audio === undefined) return undefined;
    return { audio, gain: noiseGain(this.#speechDbfs, soundDbfs(audio), snrDb) };
  }
}
