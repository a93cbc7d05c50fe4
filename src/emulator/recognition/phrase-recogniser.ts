import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { Decoder, SoundswallowerModule } from 'soundswallower';
import { decoys } from './decoys.js';
import { buildGrammar, decoyGrammar, phrasesBesides, spell, type Phrase } from './grammar.js';
import {
  clearSpeech,
  preparedSpeech,
  recognitionRateHz,
  type ClearSpeech,
  type Hearing,
} from './prepare-speech.js';
import { isHopeless, isSure, wordsOf, type Look } from './verdict.js';

/** Recognises phrases; blocks its thread meanwhile (170 ms per second of speech, 400 ms if it has to listen twice). */
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
/** Decides most turns. */
const firstHearing: Hearing = { stretch: 1, lowNoise: 0, silence: 0.005 };
/** As of a larger speaker in a room, with more pauses: light and quick voices are those that the model knows least. */
const secondHearing: Hearing = { stretch: 1.08, lowNoise: 0.95, silence: 0.1 };

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
  const phoneGrammar = `#JSGF V1.0;\ngrammar phones;\npublic <any> = ( ${anyPhones} )+;\n`;

  const look = (clear: ClearSpeech, hearing: Hearing): Look | undefined => {
    const speech = preparedSpeech(clear, hearing);
    // One decoder has all grammars of words in turn: a second one would take 25 MB, a change takes a millisecond.
    const decodeWith = (decoder: Decoder, jsgf: string | undefined): Decoded | undefined => {
      if (jsgf === undefined) return undefined;
      decoder.set_config('silprob', hearing.silence);
      decoder.set_grammar(jsgf);
      return decode(library, decoder, speech);
    };
    const best = decodeWith(phraseDecoder, spoken);
    if (best === undefined) return undefined;
    const rivals = buildGrammar(phrasesBesides(best.text, phrases), isKnown).jsgf;
    const rival = decodeWith(phraseDecoder, rivals);
    const frames = (speech.length * 100) / recognitionRateHz;
    const over = (other: Decoded | undefined): number =>
      other === undefined ? Infinity : (best.score - other.score) / frames;
    return {
      words: best.text,
      rival: rival?.text,
      overRival: over(rival),
      overPhones: over(decodeWith(phoneDecoder, phoneGrammar)),
      overDecoys: over(decodeWith(phraseDecoder, others)),
    };
  };

  return {
    warnings: grammar.warnings,
    recognise: (samples, rateHz) => {
      const clear = clearSpeech(samples, rateHz);
      if (clear === undefined) return undefined;
      const first = look(clear, firstHearing);
      if (first === undefined || isHopeless(first)) return undefined;
      if (isSure(first)) return spell(first.words, phrases);
      const second = look(clear, secondHearing);
      const words = wordsOf(second === undefined ? [first] : [first, second]);
      return words === undefined ? undefined : spell(words, phrases);
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

interface Decoded {
  readonly text: string;
  readonly score: number;
}

function decode(
  library: SoundswallowerModule,
  decoder: Decoder,
  speech: Float32Array,
): Decoded | undefined {
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
