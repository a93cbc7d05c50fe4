import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { Decoder, SoundswallowerModule } from 'soundswallower';
import { decoys } from './decoys.js';
import { preparedSpeech, recognitionRateHz } from './prepare-speech.js';
import { buildGrammar, decoyGrammar, spell } from './grammar.js';
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

/** Much wider than the default beams (1e-48, 7e-29, 1e-48), which lose good phrases in noise. */
const phraseBeams = { beam: 1e-120, wbeam: 1e-80, pbeam: 1e-120 };
const phoneBeams = { beam: 1e-24, wbeam: 1e-16, pbeam: 1e-24 };
/**
 * How much better the best phrase must score than other speech, in log likelihood (thousandths of 1.024) per 10 ms frame:
 * its lead over the best string of phones, which always scores higher, and its lead over the best decoy.
 */
const minLead = -8;
/** A greater lead over the decoys does not make up for a poor match. */
const maxDecoyLead = 10;

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
  const isKnown = (word: string): boolean => phraseDecoder.lookup_word(word) !== null;
  const grammar = buildGrammar(phrases, isKnown);
  if (grammar.jsgf === undefined) {
    return { warnings: grammar.warnings, recognise: () => undefined };
  }
  const { jsgf: spoken } = grammar;
  const others = decoyGrammar(decoys, phrases, isKnown);
  const phoneDecoder = await openDecoder(library, phoneBeams);
  phoneDecoder.add_words(...phones.map((phone) => [phoneWord(phone), phone] as const));
  const anyPhones = phones.map(phoneWord).join(' | ');
  phoneDecoder.set_grammar(`#JSGF V1.0;\ngrammar phones;\npublic <any> = ( ${anyPhones} )+;\n`);

  return {
    warnings: grammar.warnings,
    recognise: (samples, rateHz) => {
      const speech = preparedSpeech(samples, rateHz);
      if (speech === undefined) return undefined;
      const frames = (speech.length * 100) / recognitionRateHz;
      // One decoder has both grammars in turn: a second one would take 25 MB, a change takes a millisecond.
      phraseDecoder.set_grammar(spoken);
      const best = decode(library, phraseDecoder, speech);
      const phrase = best && spell(best.text, phrases);
      if (best === undefined || phrase === undefined) return undefined;
      const anything = decode(library, phoneDecoder, speech);
      const overPhones = anything === undefined ? 0 : (best.score - anything.score) / frames;
      if (overPhones + maxDecoyLead < minLead) return undefined;
      if (others !== undefined) phraseDecoder.set_grammar(others);
      const decoy = others === undefined ? undefined : decode(library, phraseDecoder, speech);
      const overDecoy = decoy === undefined ? maxDecoyLead : (best.score - decoy.score) / frames;
      return overPhones + Math.min(maxDecoyLead, overDecoy) < minLead ? undefined : phrase;
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
