import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

/** What the screen needs of the terminal's input; `process.stdin` is one. */
export interface TerminalInput {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (bytes: Buffer) => void): unknown;
  off(event: 'data', listener: (bytes: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** What the screen needs of the terminal's output; `process.stdout` is one. */
export interface TerminalOutput {
  readonly columns: number;
  readonly rows: number;
  readonly fd?: number;
  /** What was written and not yet taken by the terminal. */
  readonly writableLength?: number;
  /** @param written called when the terminal has taken it */
  write(text: string, written?: () => void): boolean;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

const escape = '\x1b[';

/** Alternate screen, hidden cursor, no wrapping at the right edge, bracketed paste, an empty screen. */
const enterSequence = `${escape}?1049h${escape}?25l${escape}?7l${escape}?2004h${escape}2J${escape}H`;
/** Reports of buttons and the wheel, in the form without a limit on rows and columns (SGR). */
const mouseOn = `${escape}?1000h${escape}?1006h`;
/** Undoes all of that, the mouse first; also ends a synchronized update and attributes that a crash may leave open. */
const leaveSequence = `${escape}?2026l${escape}0m${escape}?1006l${escape}?1000l${escape}?2004l${escape}?7h${escape}?25h${escape}?1049l`;
/** Kitty keyboard protocol: queries the active flags, then the device attributes, which every terminal answers. */
const askKeyboard = `${escape}?u${escape}c`;
/** Queries the background colour (OSC 11); a terminal that does not know the query ignores it. */
const askColor = '\x1b]11;?\x1b\\';
/** Disambiguate, report event types, all keys as escape codes, with the text they type: 1 + 2 + 8 + 16. */
const pushKeyboard = `${escape}>27u${escape}?u`;
const popKeyboard = `${escape}<u`;
const reportsEventTypes = 2;

interface Opened {
  readonly input: TerminalInput;
  keyboardPushed: boolean;
}

const opened = new Map<TerminalOutput, Opened>();

/**
 * Switches to raw input and the alternate screen, and queries what the keyboard can report; asks for reports of the mouse
 * and how bright the background is, where that is wanted.
 */
export function enterTerminal(
  output: TerminalOutput,
  input: TerminalInput,
  asks: { readonly background: boolean; readonly mouse: boolean },
): void {
  opened.set(output, { input, keyboardPushed: false });
  input.setRawMode?.(true);
  output.write(
    enterSequence + (asks.mouse ? mouseOn : '') + (asks.background ? askColor : '') + askKeyboard,
  );
}

/**
 * Handles the answer to the query for keyboard flags. The first answer shows that the terminal supports the protocol,
 * which is then switched on. True when the active flags report key release.
 */
export function keyboardAnswered(output: TerminalOutput, flags: number): boolean {
  const terminal = opened.get(output);
  if (terminal === undefined) return false;
  if (!terminal.keyboardPushed) {
    terminal.keyboardPushed = true;
    output.write(pushKeyboard);
  }
  return (flags & reportsEventTypes) !== 0;
}

/**
 * Restores the terminal: screen, cursor, keyboard, bracketed paste, wrapping, cooked input. Synchronous, so that it works
 * during a crash. Idempotent.
 */
export function restoreTerminal(output: TerminalOutput): void {
  const terminal = opened.get(output);
  if (terminal === undefined) return;
  opened.delete(output);
  const sequence = (terminal.keyboardPushed ? popKeyboard : '') + leaveSequence;
  // Behind a frame that the terminal has not taken it would be written into the middle of it.
  if (isStalled(output) || !writeNow(output, sequence)) writeAfterExit(sequence);
  terminal.input.setRawMode?.(false);
}

/** Whether the terminal has not yet taken all that was written. */
export function isStalled({ writableLength = 0 }: TerminalOutput): boolean {
  return writableLength > 0;
}

/** How often a write to a busy terminal is retried. */
const maxWriteAttempts = 1000;

/** Whether all of it was written, or the terminal is gone. */
function writeNow(output: TerminalOutput, text: string): boolean {
  if (output.fd === undefined) {
    output.write(text);
    return true;
  }
  let rest = Buffer.from(text);
  for (let attempt = 0; attempt < maxWriteAttempts && rest.length > 0; attempt += 1) {
    try {
      rest = rest.subarray(writeSync(output.fd, rest));
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      // A terminal that is gone needs no restoring.
      if (!isBusy) return true;
    }
  }
  return rest.length === 0;
}

/**
 * For a terminal that is not read now: leaves a process behind that writes once this one has ended and the terminal is read
 * again, or ends with the terminal. Else mouse reports and the alternate screen would be left to the shell.
 */
function writeAfterExit(text: string): void {
  if (process.platform === 'win32') return;
  const script = 'cat > /dev/null; printf %s "$1" > /dev/tty';
  const writer = spawn('/bin/sh', ['-c', script, 'sh', text], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell nothing more can be done.
  writer.on('error', () => undefined);
  writer.unref();
}
