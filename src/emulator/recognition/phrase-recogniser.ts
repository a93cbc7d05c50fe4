import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { Decoder, SoundswallowerModule } from 'soundswallower';
import { decoys } from './decoys.js';
import { preparedSpeech, recognitionRateHz } from './prepare-speech.js';
import { buildGrammar, spell } from './grammar.js';
import type { Phrase } from './grammar.js';

/** Recognises phrases; blocks its thread meanwhile (about 60 ms per second of speech). */
export interface PhraseRecogniser {
  readonly warnings: readonly string[];
  recognise(samples: Int16Array, rateHz: number): string | undefined;
}

/** The model's phones except silence and noises (its `phoneset.json`). */
const phones = (
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG ' +
  'OW OY P R S SH T TH UH UW V W Y Z ZH'
).split(' ');

/** Wider than the default beams (1e-48, 7e-29, 1e-48), which sometimes lose a good phrase. */
const phraseBeams = { beam: 1e-64, wbeam: 1e-40, pbeam: 1e-64 };
const phoneBeams = { beam: 1e-30, wbeam: 1e-20, pbeam: 1e-30 };
/**
 * How much worse per 10 ms frame the best phrase may score than the best string of phones. Measured with espeak-ng en-us
 * at 130 and 160 words per minute and 31 phrases: 98 % of them are recognised, and 83 % of other sentences, several
 * chosen to sound alike, are not; other voices do worse.
 */
const minMargin = -7;

/**
 * Loads soundswallower and its English model. It installs an `uncaughtException` handler that rethrows: call this only in
 * a separate thread or process.
 * @throws any failure to load, e.g. when the optional package is not installed
 */
export async function createPhraseRecogniser(
  phrases: readonly Phrase[],
): Promise<PhraseRecogniser> {
  const packageFile = createRequire(import.meta.url).resolve('soundswallower');
  const { default: createModule } = await import('soundswallower');
  const library = await createModule({
    modelBase: `${join(dirname(packageFile), 'model')}${sep}`,
    print: () => undefined,
    printErr: () => undefined,
  });
  const phraseDecoder = await openDecoder(library, phraseBeams);
  const grammar = buildGrammar(phrases, decoys, (word) => phraseDecoder.lookup_word(word) !== null);
  if (grammar.jsgf === undefined) {
    return { warnings: grammar.warnings, recognise: () => undefined };
  }
  phraseDecoder.set_grammar(grammar.jsgf);
  const phoneDecoder = await openDecoder(library, phoneBeams);
  phoneDecoder.add_words(...phones.map((phone) => [phoneWord(phone), phone] as const));
  const anyPhones = phones.map(phoneWord).join(' | ');
  phoneDecoder.set_grammar(`#JSGF V1.0;\ngrammar phones;\npublic <any> = ( ${anyPhones} )+;\n`);

  return {
    warnings: grammar.warnings,
    recognise: (samples, rateHz) => {
      const speech = preparedSpeech(samples, rateHz);
      if (speech === undefined) return undefined;
      const best = decode(library, phraseDecoder, speech);
      const phrase = best && spell(best.text, phrases);
      if (best === undefined || phrase === undefined) return undefined;
      const anything = decode(library, phoneDecoder, speech);
      const frames = (speech.length * 100) / recognitionRateHz;
      const margin = anything === undefined ? 0 : (best.score - anything.score) / frames;
      return margin < minMargin ? undefined : phrase;
    },
  };
}

/** A word for a phone, which no dictionary contains. */
function phoneWord(phone: string): string {
  return `_${phone.toLowerCase()}_`;
}

async function openDecoder(
  library: SoundswallowerModule,
  beams: Readonly<Record<string, number>>,
): Promise<Decoder> {
  const decoder = new library.Decoder({ loglevel: 'FATAL', samprate: recognitionRateHz, ...beams });
  await decoder.initialize();
  return decoder;
}

function decode(
  library: SoundswallowerModule,
  decoder: Decoder,
  speech: Float32Array,
): { readonly text: string; readonly score: number } | undefined {
  decoder.start();
  decoder.process_audio(speech, false, true);
  decoder.stop();
  const text = decoder.get_text();
  if (text === '') return undefined;
  const address = library._malloc(4);
  library._decoder_hyp(decoder.cdecoder, address);
  const score = library.HEAP32[address >> 2] ?? 0;
  library._free(address);
  return { text, score };
}
