import { plainWords } from '../../src/emulator/kernel/plain-words.js';
import { createPrng } from '../../src/emulator/kernel/prng.js';
import { tenth } from '../bench/figures.js';
import { heldOut, snrs, speakers, speeds, spoken, unknown, type Speaker } from './corpus.js';

/** A sentence as somebody says it somewhere. */
export interface Case {
  readonly text: string;
  /** Whether the scenario has it. */
  readonly isPhrase: boolean;
  readonly speaker: Speaker;
  readonly wordsPerMinute: number;
  readonly snrDb: number | undefined;
}

/** What the recogniser made of it. */
export interface Heard extends Case {
  readonly phrase: string | undefined;
}

/** All cases, mixed but always in the same order. */
export function casesOf(): readonly Case[] {
  const texts = [
    ...spoken.map((text) => ({ text, isPhrase: true })),
    ...unknown.map((text) => ({ text, isPhrase: false })),
  ];
  const all = texts.flatMap((text) =>
    speakers.flatMap((speaker) =>
      speeds.flatMap((wordsPerMinute) =>
        snrs.map((snrDb): Case => ({ ...text, speaker, wordsPerMinute, snrDb })),
      ),
    ),
  );
  const random = createPrng(1);
  return all
    .map((one) => ({ one, place: random.between(0, 1_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

function isRight({ text, phrase }: Heard): boolean {
  return phrase !== undefined && plainWords(phrase).join(' ') === plainWords(text).join(' ');
}

function rowOf(name: string, heard: readonly Heard[]): string {
  const phrases = heard.filter(({ isPhrase }) => isPhrase);
  const others = heard.filter(({ isPhrase }) => !isPhrase);
  const share = (part: readonly Heard[], whole: readonly Heard[]): string =>
    whole.length === 0 ? '–' : `${tenth((100 * part.length) / whole.length)} %`;
  const right = phrases.filter(isRight);
  const rejected = phrases.filter(({ phrase }) => phrase === undefined);
  const wrong = phrases.filter((one) => one.phrase !== undefined && !isRight(one));
  const cells = [
    share(right, phrases),
    share(wrong, phrases),
    share(rejected, phrases),
    share(
      others.filter(({ phrase }) => phrase === undefined),
      others,
    ),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

/** A table in Markdown: all of it, then by what the recogniser was tuned with, by noise, speed and voice. */
export function tallyOf(heard: readonly Heard[]): string {
  const rows = (values: readonly string[], valueOf: (one: Heard) => string): readonly string[] =>
    values.map((value) =>
      rowOf(
        value,
        heard.filter((one) => valueOf(one) === value),
      ),
    );
  const noiseOf = (snrDb: number | undefined): string =>
    snrDb === undefined ? 'clean' : `noise at ${snrDb} dB`;
  const speedOf = (wordsPerMinute: number): string => `${wordsPerMinute} words a minute`;
  return [
    '| | right | another phrase | rejected | other sentences rejected |',
    '| --- | --- | --- | --- | --- |',
    rowOf('all', heard),
    ...rows(['tuned voices', 'other voices'], ({ speaker }) =>
      heldOut.includes(speaker.voice) ? 'other voices' : 'tuned voices',
    ),
    ...rows(snrs.map(noiseOf), ({ snrDb }) => noiseOf(snrDb)),
    ...rows(speeds.map(speedOf), (one) => speedOf(one.wordsPerMinute)),
    ...rows(
      speakers.map(({ voice }) => voice),
      ({ speaker }) => speaker.voice,
    ),
  ].join('\n');
}
