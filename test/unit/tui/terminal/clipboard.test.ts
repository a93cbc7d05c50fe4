import { describe, expect, it } from 'vitest';
import { copyToClipboard } from '../../../../src/tui/terminal/clipboard.js';
import { FakeTerminal } from '../../../helpers/terminal.js';

function copy(
  env: Readonly<Record<string, string>>,
  { text = 'hello', knows = false }: { readonly text?: string; readonly knows?: boolean } = {},
) {
  const { output } = new FakeTerminal(80, 24);
  const hint = copyToClipboard(output, { text, amount: '1 word' }, { env, knows });
  return { hint, written: output.writes.join('') };
}

/** What a terminal behind GNU screen gets: the contents of the control strings. */
function unwrapped(written: string): string {
  return Array.from(written.matchAll(/\x1bP([^]*?)\x1b\\/g), ([, piece = '']) => piece).join('');
}

const hello = '\x1b]52;c;aGVsbG8=\x07';

describe('copying through the terminal', () => {
  it('writes OSC 52 with the text in base64', () => {
    expect(copy({}).written).toBe(hello);
    const { written } = copy({}, { text: 'æøå 東京\n' });
    expect(Buffer.from(written.slice(7, -1), 'base64').toString()).toBe('æøå 東京\n');
  });

  it('says that it copied only where the terminal has said that it can', () => {
    expect(copy({}, { knows: true }).hint).toBe('Copied 1 word.');
    expect(copy({}).hint).toBe('Copied 1 word, if your terminal allows OSC 52.');
    expect(copy({ TMUX: '/tmp/t,1,0' }, { knows: true }).hint).toContain('if tmux');
    for (const env of [
      { TERM_PROGRAM: 'Apple_Terminal' },
      { VTE_VERSION: '7600' },
      { TERM: 'linux' },
    ])
      expect(copy(env).hint).toMatch(/^Probably not copied: .* has no OSC 52/);
  });

  it('reaches the terminal through tmux with either of its settings', () => {
    const wrapped = '\x1bPtmux;\x1b\x1b]52;c;aGVsbG8=\x07\x1b\\';
    expect(copy({ TMUX: '/tmp/t,1,0', TERM: 'screen-256color' }).written).toBe(hello + wrapped);
  });

  it('reaches the terminal through GNU screen, in strings that it passes on', () => {
    const { written } = copy({ TERM: 'screen', STY: '1.pts' }, { text: 'long '.repeat(2000) });
    const text = Buffer.from(unwrapped(written).slice(7, -1), 'base64').toString();
    expect(text).toBe('long '.repeat(2000));
    for (const piece of written.split('\x1b\\')) expect(piece.length).toBeLessThan(768);
  });

  it('copies nothing that is too long, and says so', () => {
    const { hint, written } = copy({}, { text: 'x'.repeat(80_000) });
    expect(hint).toMatch(/^Not copied: 80 kB is more than/);
    expect(written).toBe('');
  });
});
