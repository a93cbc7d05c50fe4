import { StringDecoder } from 'node:string_decoder';
import { decodeColor } from './decode-color.js';
import { decodeCharacter, decodeSequence, plainKey } from './decode-key.js';
import type { KeyEvent } from './key-event.js';

/** How long an ESC waits for the rest of its sequence before it counts as the Escape key. */
const escapeWaitMs = 50;
/** A longer one is not a key sequence. */
const maxSequenceLength = 64;
/** A paste keeps this many UTF-16 units; the rest of it is dropped. */
const maxPasteLength = 256 * 1024;

const oldMouse = '\x1b[M';
const oldMouseLength = 6;
/** What Enter sends; after ESC it is Alt-Enter. */
const carriageReturn = 0x0d;

const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';
/** CSI with parameters, intermediates and final; or SS3 with its final. */
const sequence = /^\x1b(?:\[([\x30-\x3f]*)[\x20-\x2f]*([\x40-\x7e])|O([\x40-\x7e]))/;
/** An answer of the terminal about a colour: OSC, up to BEL or ST. */
const colorAnswer = /^\x1b\](\d[^\x07\x1b]*)(?:\x07|\x1b\\)/;
const unfinished = /^\x1b(?:\[[\x30-\x3f]*[\x20-\x2f]*|O|\](?:\d[^\x07\x1b]*\x1b?)?)?$/;

export interface KeyParser {
  /** Bytes from the terminal, split anywhere. */
  feed(bytes: Uint8Array): void;
  /** Drops an incomplete sequence and stops the timer. */
  close(): void;
}

export interface KeyParserOptions {
  /** Called with all events of one read: several keys at once were not typed one by one. */
  onEvents(events: readonly KeyEvent[]): void;
  /** An ESC by itself came: the Escape key, or the start of a sequence; and, after the events, that it is decided. */
  onUndecidedEscape?(isUndecided: boolean): void;
  /** Calls back after a delay; returns a function that cancels. */
  schedule(callback: () => void, delayMs: number): () => void;
}

/**
 * Turns the bytes of a terminal into keys: legacy sequences, the kitty keyboard protocol (with key release and
 * associated text), bracketed paste as one event, UTF-8 split anywhere.
 */
export function createKeyParser(options: KeyParserOptions): KeyParser {
  const decoder = new StringDecoder('utf8');
  let buffer = '';
  let paste: string | undefined;
  let cancelTimer: (() => void) | undefined;
  let isUndecided = false;

  /** Takes pasted text off the buffer; false while its end is missing. */
  function takePaste(events: KeyEvent[]): boolean {
    const end = buffer.indexOf(pasteEnd);
    // The end mark itself may be split: keep what could be its start.
    const upTo = end >= 0 ? end : Math.max(0, buffer.length - pasteEnd.length + 1);
    paste = ((paste ?? '') + buffer.slice(0, upTo)).slice(0, maxPasteLength);
    buffer = buffer.slice(end >= 0 ? end + pasteEnd.length : upTo);
    if (end < 0) return false;
    events.push({ type: 'paste', text: paste });
    paste = undefined;
    return true;
  }

  /** Takes one event off the buffer; false when more bytes are needed. */
  function takeKey(events: KeyEvent[]): boolean {
    if (buffer.startsWith(pasteStart)) {
      buffer = buffer.slice(pasteStart.length);
      paste = '';
      return true;
    }
    if (!buffer.startsWith('\x1b')) {
      const character = String.fromCodePoint(buffer.codePointAt(0) ?? 0);
      buffer = buffer.slice(character.length);
      events.push(decodeCharacter(character));
      return true;
    }
    if (buffer.startsWith(oldMouse)) {
      // A terminal without SGR mouse reports: the next three characters are not keys.
      if (buffer.length < oldMouseLength) return false;
      buffer = buffer.slice(oldMouseLength);
      return true;
    }
    const match = sequence.exec(buffer);
    if (match !== null) {
      buffer = buffer.slice(match[0].length);
      const event = decodeSequence(match[1] ?? '', match[2] ?? match[3] ?? '');
      if (event !== undefined) events.push(event);
      return true;
    }
    const answer = colorAnswer.exec(buffer);
    if (answer !== null) {
      buffer = buffer.slice(answer[0].length);
      const event = decodeColor(answer[1] ?? '');
      if (event !== undefined) events.push(event);
      return true;
    }
    if (unfinished.test(buffer) && buffer.length < maxSequenceLength) return false;
    takeEscaped(events);
    return true;
  }

  /** ESC without a sequence: Alt with a character or Enter, or the Escape key before another control character. */
  function takeEscaped(events: KeyEvent[]): void {
    const next = buffer.codePointAt(1);
    if (next === carriageReturn) {
      buffer = buffer.slice(2);
      events.push({ ...plainKey('enter'), alt: true });
      return;
    }
    if (next === undefined || next < 0x20) {
      buffer = buffer.slice(1);
      events.push(plainKey('escape'));
      return;
    }
    const character = String.fromCodePoint(next);
    buffer = buffer.slice(1 + character.length);
    events.push({ ...decodeCharacter(character), alt: true, text: '' });
  }

  function drain(events: KeyEvent[]): void {
    while (buffer !== '') {
      const taken = paste === undefined ? takeKey(events) : takePaste(events);
      if (!taken) return;
    }
  }

  function decide(undecided: boolean): void {
    if (undecided === isUndecided) return;
    isUndecided = undecided;
    options.onUndecidedEscape?.(undecided);
  }

  function flushEscape(): void {
    cancelTimer = undefined;
    const events: KeyEvent[] = [];
    // The rest of a mouse report is not typed text, however late it is.
    if (buffer.startsWith(oldMouse)) buffer = '';
    else takeEscaped(events);
    drain(events);
    options.onEvents(events);
    decide(false);
  }

  return {
    feed(bytes) {
      cancelTimer?.();
      cancelTimer = undefined;
      buffer += decoder.write(Buffer.from(bytes));
      const events: KeyEvent[] = [];
      drain(events);
      if (buffer !== '' && paste === undefined) {
        cancelTimer = options.schedule(flushEscape, escapeWaitMs);
      }
      if (events.length > 0) options.onEvents(events);
      decide(buffer === '\x1b' && paste === undefined);
    },
    close() {
      cancelTimer?.();
      cancelTimer = undefined;
      buffer = '';
      paste = undefined;
    },
  };
}
