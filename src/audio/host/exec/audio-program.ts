import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { SoundRefusedError } from '../../kernel/audio-errors.js';
import type { Direction } from '../pick-device.js';
import type { Command } from './tool-set.js';

/** Without a proof of the opposite, a program that could not open its device has ended by then. */
const failureMs = { input: 2500, output: 700 } as const;

/** A program that records or plays, with its last words. */
export interface SoundProgram {
  readonly child: ChildProcess;
  /** Settles with how it ended, as a sentence's part. */
  readonly ended: Promise<string>;
}

export interface ProgramStart {
  readonly command: Command;
  readonly direction: Direction;
  readonly deviceName: string;
  readonly onLine: (line: string) => void;
  /** What it writes once its device is open. */
  readonly openLine?: RegExp | undefined;
}

/**
 * Starts a program and waits until it has opened its device: until its first sound, until it says so, or for as long as a
 * failure takes.
 * @throws SoundRefusedError `audio-device-failed` with its last words
 */
export async function startProgram(start: ProgramStart): Promise<SoundProgram> {
  const { command, direction, deviceName, onLine, openLine } = start;
  const [program, ...args] = command;
  const child = spawn(program, args, {
    stdio: [
      direction === 'output' ? 'pipe' : 'ignore',
      direction === 'input' ? 'pipe' : 'ignore',
      'pipe',
    ],
    // The words of pacat's reports are translated otherwise.
    env: { ...process.env, LC_ALL: 'C' },
  });
  let lastLine = '';
  let onOpen = (): void => undefined;
  const opened = new Promise<undefined>((resolve) => {
    const timer = setTimeout(() => {
      resolve(undefined);
    }, failureMs[direction]);
    onOpen = () => {
      clearTimeout(timer);
      resolve(undefined);
    };
    // The end of the pipe is readable too, without a byte.
    child.stdout?.once('readable', () => {
      if ((child.stdout?.readableLength ?? 0) > 0) onOpen();
    });
  });
  // Reports end in a carriage return, which counts as the end of a line here.
  if (child.stderr === null) throw new Error('no pipe for the last words');
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.trim() !== '') lastLine = line.trim();
    onLine(line);
    if (openLine?.test(line) === true) onOpen();
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(`${program} ended by ${signal ?? `exit code ${code ?? 0}`}: ${lastLine}`);
    });
  });
  const early = await Promise.race([ended, opened]);
  if (early !== undefined) {
    throw new SoundRefusedError({
      code: 'audio-device-failed',
      sentence: `the ${direction} device "${deviceName}" cannot be opened: ${early}`,
      hint: 'another program may hold it, or it is not there any more; voicelive devices lists what there is',
    });
  }
  return { child, ended };
}
