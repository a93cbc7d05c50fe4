import { byteSize } from '../text/format.js';
import { isStalled, type TerminalOutput } from './terminal.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What stands between the program and the terminal. */
type Multiplexer = 'tmux' | 'screen' | undefined;

/** Terminals truncate or ignore longer sequences. */
const maxBytes = 74_000;
/** GNU screen passes on control strings up to 768 bytes. */
const screenBytes = 512;

const escape = '\x1b';
const stringEnd = `${escape}\\`;

/**
 * Copies a text to the clipboard of the terminal (OSC 52).
 * @param knows the terminal has said that it takes OSC 52
 * @returns what happened, as a sentence for the user
 */
export function copyToClipboard(
  output: TerminalOutput,
  { text, amount }: { readonly text: string; readonly amount: string },
  { env, knows }: { readonly env: Environment; readonly knows: boolean },
): string {
  const bytes = Buffer.from(text);
  if (bytes.length > maxBytes)
    return `Not copied: ${byteSize(bytes.length)} is more than the ${byteSize(maxBytes)} that a terminal takes.`;
  if (isStalled(output)) return 'Not copied: the terminal is too slow.';
  const multiplexer = multiplexerOf(env);
  output.write(clipboardSequence(bytes, multiplexer));
  return outcome(amount, multiplexer, env, knows);
}

/** The sequence, wrapped where a multiplexer would keep it from the terminal. */
export function clipboardSequence(bytes: Buffer, multiplexer: Multiplexer): string {
  const sequence = `${escape}]52;c;${bytes.toString('base64')}\x07`;
  switch (multiplexer) {
    case 'tmux':
      // By itself for `set-clipboard on`, wrapped for `allow-passthrough on`.
      return `${sequence}${escape}Ptmux;${sequence.replaceAll(escape, escape + escape)}${stringEnd}`;
    case 'screen':
      return piecesOf(sequence)
        .map((piece) => `${escape}P${piece}${stringEnd}`)
        .join('');
    case undefined:
      return sequence;
  }
}

function piecesOf(sequence: string): readonly string[] {
  const count = Math.ceil(sequence.length / screenBytes);
  return Array.from({ length: count }, (_, index) =>
    sequence.slice(index * screenBytes, (index + 1) * screenBytes),
  );
}

export function multiplexerOf(env: Environment): Multiplexer {
  if (isSet(env['TMUX'])) return 'tmux';
  return isSet(env['STY']) || env['TERM']?.startsWith('screen') === true ? 'screen' : undefined;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** Only a terminal that said so is known to copy; of some it is known that they do not. */
function outcome(
  amount: string,
  multiplexer: Multiplexer,
  env: Environment,
  knows: boolean,
): string {
  if (multiplexer === 'tmux')
    return `Copied ${amount}, if tmux lets programs copy (set-clipboard on).`;
  if (knows) return `Copied ${amount}.`;
  const name = multiplexer === undefined ? withoutClipboard(env) : undefined;
  if (name !== undefined)
    return `Probably not copied: ${name} has no OSC 52. Select with Shift and the mouse.`;
  return `Copied ${amount}, if your terminal allows OSC 52.`;
}

/** The name of a terminal that is known to ignore OSC 52. */
function withoutClipboard(env: Environment): string | undefined {
  if (env['TERM_PROGRAM'] === 'Apple_Terminal') return 'Terminal.app';
  if (isSet(env['VTE_VERSION'])) return 'this terminal (VTE)';
  return env['TERM'] === 'linux' ? 'the Linux console' : undefined;
}
