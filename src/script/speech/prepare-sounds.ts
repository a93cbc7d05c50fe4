import { Espeak } from '../../audio/files/espeak.js';
import { readWav } from '../../audio/files/read-wav.js';
import { speechDbfs } from '../../audio/pure/sound-level.js';
import type { WavAudio } from '../../audio/pure/wav.js';
import type { Clock } from '../../shared/clock.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { Place, Script, SpeechVoice } from '../model/script.js';
import { speakWithEspeak } from './espeak-speech.js';
import { speakWithService } from './service-speech.js';
import { ScriptSounds } from './script-sounds.js';
import type { SpeechFiles } from './speech-cache.js';

/** A service that reads texts aloud. */
export interface SpeakingService {
  /** Tells its speech from that of others in the cache. */
  readonly name: string;
  readonly clock: Clock;
  /** Opens what connects to it; once, when there is something to say. */
  open(): Promise<(listener: (event: TransportEvent) => void) => Transport>;
}

export interface SoundMakers {
  readonly files: SpeechFiles;
  /** The program; found on PATH when absent. */
  readonly espeak?: string;
  /** For voices of the type `service`. */
  readonly service?: SpeakingService;
}

/** Samples of all sounds of a script: an hour at 48 kHz. */
const maxSamples = 3600 * 48_000;

/**
 * Makes everything a script says and reads everything it plays, so that no turn has to wait for it.
 * @throws VoiceliveError exit code 2 for a file that cannot be used, without espeak-ng, or for a text that nobody can say
 */
export async function prepareSounds(
  { steps, noise, voice: usual }: Script,
  makers: SoundMakers,
): Promise<ScriptSounds> {
  const espeak = new Espeak(makers.espeak);
  const say = sayWith(espeak, makers.service);
  const files = new Map<string, WavAudio>();
  const said = new Map<string, WavAudio>();
  const noises = new Map<string, WavAudio>();
  const spoken = new Map<number, WavAudio>();
  let samples = 0;
  const once = async (
    made: Map<string, WavAudio>,
    key: string,
    make: () => Promise<WavAudio>,
  ): Promise<WavAudio> => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const audio = await make();
    samples += audio.samples.length;
    if (samples > maxSamples) throw tooMuch();
    made.set(key, audio);
    return audio;
  };
  const file = (path: string): Promise<WavAudio> =>
    once(files, path, () => readWav(path, 'Check the path in the script.'));
  try {
    if (noise !== undefined) noises.set(noise.file, await file(noise.file));
    for (const [index, { action, place }] of steps.entries()) {
      await blaming(place, async () => {
        if (action.type === 'noise' && action.noise !== undefined)
          noises.set(action.noise.file, await file(action.noise.file));
        if (action.type === 'play') spoken.set(index, await file(action.file));
        if (action.type !== 'say') return;
        const voice = action.voice ?? usual ?? { type: 'espeak' };
        const key = JSON.stringify([action.text, voice, serviceName(voice, makers)]);
        const speech = await once(said, key, () =>
          speak(action.text, voice, key, makers.files, say),
        );
        spoken.set(index, speech);
      });
    }
  } finally {
    await espeak.close();
  }
  return new ScriptSounds(spoken, noises);
}

type Say = (text: string, voice: SpeechVoice) => Promise<WavAudio>;

function sayWith(espeak: Espeak, service: SpeakingService | undefined): Say {
  let opened: ReturnType<SpeakingService['open']> | undefined;
  return async (text, voice) => {
    if (voice.type === 'espeak') return speakWithEspeak(espeak, text, voice);
    if (service === undefined)
      throw new VoiceliveError('no service is available that reads texts aloud', {
        code: 'no-speaking-service',
        hint: 'Use the voice of espeak-ng, or `play` with a WAV file.',
        exitCode: exitCodes.usage,
      });
    opened ??= service.open();
    return speakWithService(await opened, text, voice.voice, service.clock);
  };
}

async function speak(
  text: string,
  voice: SpeechVoice,
  key: string,
  files: SpeechFiles,
  say: Say,
): Promise<WavAudio> {
  const known = await files.get(key);
  if (known !== undefined) return known;
  const audio = await say(text, voice);
  // A text without words is silence, which no turn detection hears.
  if (speechDbfs([audio]) === undefined)
    throw new VoiceliveError(`the speech of "${text.slice(0, 60)}" is silent`, {
      code: 'silent-speech',
      hint: 'Use `silence` for a pause.',
      exitCode: exitCodes.usage,
    });
  await files.put(key, audio);
  return audio;
}

function serviceName(voice: SpeechVoice, { service }: SoundMakers): string | undefined {
  return voice.type === 'service' ? service?.name : undefined;
}

/** Says where in the script something is wrong. */
async function blaming({ file, line, column }: Place, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!(thrown instanceof VoiceliveError)) throw thrown;
    const { message, code, hint, exitCode } = thrown;
    throw new VoiceliveError(`${file}:${String(line)}:${String(column)}: ${message}`, {
      code,
      exitCode,
      cause: thrown,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

function tooMuch(): VoiceliveError {
  return new VoiceliveError('the sounds of the script are longer than an hour together', {
    code: 'script-sounds',
    hint: 'Divide the script, or use shorter files.',
    exitCode: exitCodes.usage,
  });
}
