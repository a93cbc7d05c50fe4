import { plainWords } from '../kernel/plain-words.js';
import { numberVocabulary, numberWords } from './numbers.js';

/** Longest piece spoken at once, in characters; longer sentences are cut at a comma or a space. */
const maxPieceLength = 240;
/** Text beyond this many characters is not spoken. */
const maxTextLength = 20_000;
/** Numbers in one piece of a counting list: five seconds of audio. */
const numbersInPiece = 5;
/** Numbers from which a comma-separated list counts as counting aloud. */
const minCountLength = 4;

const hasWord = /[\p{L}\p{N}]/u;

/** Replaces characters that a speech program could take for control or markup, and unpaired surrogates, by spaces. */
export function speakable(text: string): string {
  return text
    .slice(0, maxTextLength)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\uFFFD[\]<>{}\\|^~`]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The words of a text as they are written, without the punctuation around them. */
export function writtenWords(text: string): readonly string[] {
  return text
    .split(/\s+/u)
    .filter((token) => hasWord.test(token))
    .map((token) => token.replace(/^[^\p{L}\p{N}-]+|[^\p{L}\p{N}]+$/gu, ''));
}

/** Lower-case words as spoken: digits and times become number words, everything else loses its punctuation. */
export function saidWords(written: string): readonly string[] {
  const spoken = written
    .toLowerCase()
    .replace(/(\d{1,2}):(\d{2})\b/gu, (_, hour: string, minute: string) =>
      minute === '00' ? `${hour} o'clock` : `${hour} ${minute.replace(/^0/u, 'oh ')}`,
    )
    .replace(/(^|[\s(])-(?=\d)/gu, '$1minus ')
    .replace(/(\d)\.(?=\d)/gu, '$1 point ')
    .replace(/\d+/gu, (digits) => ` ${numberWords(Number(digits))} `);
  return plainWords(spoken);
}

const numberSet = new Set([...numberVocabulary, 'hundred']);

function isNumber(part: string): boolean {
  const words = saidWords(part);
  return words.length > 0 && words.every((word) => numberSet.has(word));
}

/** The numbers of a text that is nothing but a list of them, such as `One, two, three, four.`; else undefined. */
export function countedNumbers(text: string): readonly string[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  return parts.length >= minCountLength && parts.every(isNumber) ? parts : undefined;
}

/** A part of a text spoken at once. */
export interface Piece {
  readonly text: string;
  /** The numbers of a counting list, spoken one per second. */
  readonly counted?: readonly string[];
}

function countPieces(numbers: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < numbers.length; from += numbersInPiece) {
    const counted = numbers.slice(from, from + numbersInPiece);
    const isLast = from + numbersInPiece >= numbers.length;
    pieces.push({ text: counted.join(', ') + (isLast ? '' : ','), counted });
  }
  return pieces;
}

function cutLong(sentence: string): readonly string[] {
  const parts: string[] = [];
  let rest = sentence;
  while (rest.length > maxPieceLength) {
    const head = rest.slice(0, maxPieceLength);
    const comma = Math.max(head.lastIndexOf(', '), head.lastIndexOf('; '), head.lastIndexOf(': '));
    const space = head.lastIndexOf(' ');
    const end = comma > maxPieceLength / 3 ? comma + 1 : space > 0 ? space : maxPieceLength;
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  parts.push(rest);
  return parts;
}

/** Cuts a text at sentence ends, long sentences at commas, and counting lists every five numbers. */
export function pieces(text: string): readonly Piece[] {
  return speakable(text)
    .split(/(?<=[.!?…][)"'”’]*)\s+/u)
    .flatMap((sentence) => {
      const numbers = countedNumbers(sentence);
      if (numbers !== undefined) return countPieces(numbers);
      return cutLong(sentence).map((part) => ({ text: part }));
    })
    .filter((piece) => hasWord.test(piece.text));
}
