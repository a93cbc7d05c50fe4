import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyEvent } from '../../../../src/tui/terminal/key-event.js';
import { createKeyParser } from '../../../../src/tui/terminal/key-parser.js';

function parser() {
  const reads: (readonly KeyEvent[])[] = [];
  const undecided: boolean[] = [];
  let pending: (() => void) | undefined;
  const keys = createKeyParser({
    onEvents: (events) => reads.push(events),
    onUndecidedEscape: (isUndecided) => undecided.push(isUndecided),
    schedule: (callback) => {
      pending = callback;
      return () => {
        pending = undefined;
      };
    },
  });
  return {
    reads,
    undecided,
    feed: (text: string) => {
      keys.feed(Buffer.from(text));
    },
    feedBytes: (bytes: Uint8Array) => {
      keys.feed(bytes);
    },
    passTime: () => {
      const callback = pending;
      pending = undefined;
      callback?.();
    },
    isWaiting: () => pending !== undefined,
  };
}

function parse(text: string): readonly KeyEvent[] {
  const terminal = parser();
  terminal.feed(text);
  terminal.passTime();
  return terminal.reads.flat();
}

function describeKey(event: KeyEvent | undefined): string {
  if (event === undefined) return 'nothing';
  if (event.type !== 'key') return event.type;
  const modifiers = `${event.ctrl ? 'ctrl+' : ''}${event.alt ? 'alt+' : ''}${event.shift ? 'shift+' : ''}`;
  return `${modifiers}${event.name}${event.action === 'press' ? '' : ` ${event.action}`}${event.text === '' ? '' : ` ${event.text}`}`;
}

describe('the background of a terminal', () => {
  it('says at once that an ESC has come, and when it is decided what it was', () => {
    const escape = parser();
    escape.feed('\x1b');
    expect(escape.undecided).toEqual([true]);
    expect(escape.reads).toEqual([]);
    escape.passTime();
    expect(escape.reads.flat()).toMatchObject([{ name: 'escape' }]);
    expect(escape.undecided).toEqual([true, false]);

    const arrow = parser();
    arrow.feed('\x1b');
    arrow.feed('[A');
    expect(arrow.undecided).toEqual([true, false]);
    arrow.feed('\x1b[A');
    expect(arrow.undecided).toEqual([true, false]);
    expect(arrow.reads.flat()).toMatchObject([{ name: 'up' }, { name: 'up' }]);
  });

  it.each([
    ['\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\', true],
    ['\x1b]11;rgb:0000/2b2b/3636\x07', true],
    ['\x1b]11;rgb:ff/ff/ff\x07', false],
    ['\x1b]11;rgba:fdfd/f6f6/e3e3/ffff\x1b\\', false],
  ])('is known from %j', (answer, isDark) => {
    const dark = [{ type: 'background', isDark }];
    expect(parse(answer)).toEqual(dark);
    const split = parser();
    for (const character of answer) split.feed(character);
    expect(split.reads.flat()).toEqual(dark);
    expect(parse(`a${answer}b`)).toHaveLength(3);
  });

  it('leaves no keys of another answer, and Alt-] a key', () => {
    expect(parse('\x1b]11;?\x1b\\')).toEqual([]);
    expect(parse('\x1b]4;1;rgb:cd/00/00\x07')).toEqual([]);
    expect(parse('\x1b]').map(describeKey)).toEqual(['alt+]']);
  });
});

describe('keys of a terminal', () => {
  it.each([
    ['a', 'a a'],
    ['A', 'shift+a A'],
    ['ö', 'ö ö'],
    ['東', '東 東'],
    [' ', 'space  '],
    ['\r', 'enter'],
    ['\x7f', 'backspace'],
    ['\t', 'tab'],
    ['\x03', 'ctrl+c'],
    ['\x1b', 'escape'],
    ['\x1bb', 'alt+b'],
    ['\x1b[A', 'up'],
    ['\x1bOA', 'up'],
    ['\x1b[1;5C', 'ctrl+right'],
    ['\x1b[5~', 'pageup'],
    ['\x1b[3~', 'delete'],
    ['\x1b[Z', 'shift+tab'],
    ['\x1b[32u', 'space  '],
    ['\x1b[32;1:2u', 'space repeat  '],
    ['\x1b[32;1:3u', 'space release  '],
    ['\x1b[27u', 'escape'],
    ['\x1b[13u', 'enter'],
    ['\x1b[99;5u', 'ctrl+c'],
    ['\x1b[97;2;65u', 'shift+a A'],
    ['\x1b[97;2u', 'shift+a A'],
    ['\x1b[49;2;33u', 'shift+! !'],
    ['\x1b[97;1:3u', 'a release'],
    ['\x1b[97;65u', 'a a'],
    ['\x1b[1;1:3A', 'up release'],
    ['\x1b[57441;2u', 'shift+'],
    ['\x1b[57414u', 'enter'],
    ['\x1b[?11u', 'keyboard-flags'],
    ['\x1b[?62;22c', 'device-attributes'],
    ['\x1b[24~', 'f12'],
    ['\x1bOP', 'f1'],
    ['\x1b[99~', 'nothing'],
  ])('reads %j as %s', (sequence, key) => {
    expect(describeKey(parse(sequence)[0])).toBe(key);
  });

  it('gives Escape only when nothing follows in time', () => {
    const terminal = parser();
    terminal.feed('\x1b');
    expect(terminal.reads).toEqual([]);
    terminal.feed('[A');
    expect(terminal.reads.flat().map(describeKey)).toEqual(['up']);
    expect(terminal.isWaiting()).toBe(false);
    terminal.feed('\x1b');
    terminal.passTime();
    expect(terminal.reads.flat().map(describeKey)).toEqual(['up', 'escape']);
  });

  it('gives a paste as one event, however it is cut, with nothing in it taken for a key', () => {
    const text = 'y\nhello \x1b[A 東京';
    const bytes = Buffer.from(`\x1b[200~${text}\x1b[201~q`);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const terminal = parser();
      terminal.feedBytes(bytes.subarray(0, cut));
      terminal.feedBytes(bytes.subarray(cut));
      const [paste, key] = terminal.reads.flat();
      expect(paste).toEqual({ type: 'paste', text });
      expect(describeKey(key)).toBe('q q');
    }
  });

  it('hands over the keys of one read together', () => {
    const terminal = parser();
    terminal.feed('yes');
    expect(terminal.reads.map((read) => read.length)).toEqual([3]);
  });

  it('survives any bytes cut anywhere, and reads keys again afterwards', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 8 }), (chunks) => {
        const terminal = parser();
        for (const chunk of chunks) terminal.feedBytes(chunk);
        terminal.feed('\x1b[201~');
        terminal.passTime();
        terminal.passTime();
        const before = terminal.reads.length;
        terminal.feed('q');
        expect(terminal.reads.length).toBeGreaterThan(before);
      }),
    );
  });

  it('reads the wheel and Alt-Enter, and takes other mouse reports for nothing', () => {
    const place = { row: 4, column: 9 };
    expect(parse('\x1b[<64;10;5M')).toEqual([{ type: 'wheel', direction: 'up', ...place }]);
    expect(parse('\x1b[<69;10;5M')).toEqual([{ type: 'wheel', direction: 'down', ...place }]);
    expect(parse('\x1b[<0;10;5M\x1b[<0;10;5m')).toEqual([{ type: 'click', ...place }]);
    expect(parse('\x1b[M !!')).toEqual([]);
    expect(parse('\x1b\r')).toMatchObject([{ name: 'enter', alt: true }]);
  });

  it.each([
    '\x1b[<0;0;1M',
    '\x1b[<0;1;0M',
    '\x1b[<1;2;3M',
    '\x1b[<2;2;3M',
    '\x1b[<4;2;3M',
    '\x1b[<32;2;3M',
    '\x1b[<66;2;3M',
    '\x1b[<128;2;3M',
    '\x1b[<0;2M',
    '\x1b[<0;2;M',
    '\x1b[<;;M',
    '\x1b[<0;2;3;4M',
    '\x1b[<0;123456;3M',
    '\x1b[<0;2;3:4M',
    '\x1b[<9999;2;3M',
  ])('takes the mouse report %j for nothing', (report) => {
    expect(parse(report)).toEqual([]);
  });

  it('reads a mouse report that is split anywhere, and types none of it', () => {
    for (const report of ['\x1b[<0;10;5M', '\x1b[<65;200;90M', '\x1b[M !!']) {
      for (let at = 1; at < report.length; at += 1) {
        const terminal = parser();
        terminal.feed(report.slice(0, at));
        terminal.feed(report.slice(at));
        terminal.passTime();
        expect(terminal.reads.flat()).toEqual(parse(report));
      }
    }
    const late = parser();
    late.feed('\x1b[M!');
    late.passTime();
    expect(late.reads.flat()).toEqual([]);
  });

  it('reports places on the screen only, for any bytes in a mouse report', () => {
    const byte = fc.constantFrom(...'0123456789;:<Mm-'.split(''));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 20 }), (body) => {
        for (const event of parse(`\x1b[<${body.join('')}M`)) {
          if (event.type !== 'click' && event.type !== 'wheel') continue;
          expect(event.row).toSatisfy((row: number) => Number.isSafeInteger(row) && row >= 0);
          expect(event.column).toSatisfy((at: number) => Number.isSafeInteger(at) && at >= 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads from the device attributes whether programs may set the clipboard', () => {
    expect(parse('\x1b[?62;4;52c')).toEqual([{ type: 'device-attributes', clipboard: true }]);
    expect(parse('\x1b[?1;2c')).toEqual([{ type: 'device-attributes', clipboard: false }]);
  });
});
