import { silenceDbfs } from './level.js';
import { msToSamples } from './pcm.js';

/** A sound and its rate. */
interface Sound {
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
}

const blockMs = 20;
/** Blocks this far below the loudest one are pauses between words. */
const pauseDb = 25;

/** Level (root mean square) of everything in a sound, dBFS. */
export function soundDbfs({ samples }: Sound): number {
  return dbfs(meanPower(samples));
}

/**
 * Level of the speech in sounds, without its pauses, dBFS; all of them together, each by how long it speaks.
 * Undefined without any speech.
 */
export function speechDbfs(sounds: readonly Sound[]): number | undefined {
  const powers = sounds.flatMap(blockPowers);
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  if (loudest === 0) return undefined;
  const least = loudest * 10 ** (-pauseDb / 10);
  const spoken = powers.filter((power) => power >= least);
  return dbfs(spoken.reduce((sum, power) => sum + power, 0) / spoken.length);
}

/** The factor that takes noise to a level so far below the speech. */
export function noiseGain(speech: number, noise: number, snrDb: number): number {
  return noise <= silenceDbfs ? 0 : 10 ** ((speech - snrDb - noise) / 20);
}

function blockPowers({ samples, sampleRateHz }: Sound): readonly number[] {
  const size = msToSamples(blockMs, sampleRateHz);
  const powers: number[] = [];
  for (let at = 0; at < samples.length; at += size)
    powers.push(meanPower(samples.subarray(at, at + size)));
  return powers;
}

function meanPower(samples: Int16Array): number {
  if (samples.length === 0) return 0;
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length / 32768 ** 2;
}

function dbfs(power: number): number {
  return power === 0 ? silenceDbfs : 10 * Math.log10(power);
}
