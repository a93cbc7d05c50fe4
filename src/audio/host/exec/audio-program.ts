import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { AudioRefusedError } from '../../kernel/audio-errors.js';
import type { Direction } from '../pick-device.js';
import type { Command } from './tool-set.js';

/** A program that cannot open its device ends within this time; one still running after it has opened the device. */
const failureMs = { input: 2500, output: 700 } as const;

/** A program that records or plays. */
export interface AudioProgram {
  readonly child: ChildProcess;
  /** Settles with how it ended, with its last line on stderr, as part of a sentence. */
  readonly ended: Promise<string>;
}

export interface ProgramStart {
  readonly command: Command;
  readonly direction: Direction;
  readonly deviceName: string;
  readonly onLine: (line: string) => void;
  /** Line that it writes once its device is open. */
  readonly openLine?: RegExp | undefined;
}

/**
 * Starts a program and waits until it has opened its device: for its first audio, its `openLine`, or as long as a failure
 * takes.
 * @throws AudioRefusedError `audio-device-failed` with the program's last line
 */
export async function startProgram(start: ProgramStart): Promise<AudioProgram> {
  const { command, direction, deviceName, onLine, openLine } = start;
  const [program, ...args] = command;
  const child = spawn(program, args, {
    stdio: [
      direction === 'output' ? 'pipe' : 'ignore',
      direction === 'input' ? 'pipe' : 'ignore',
      'pipe',
    ],
    // Keeps pacat from translating its reports.
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
    // The end of the pipe is readable too, with no bytes.
    child.stdout?.once('readable', () => {
      if ((child.stdout?.readableLength ?? 0) > 0) onOpen();
    });
  });
  if (child.stderr === null) throw new Error('no pipe for stderr');
  // Reports end in a carriage return, which readline treats as the end of a line.
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
    throw new AudioRefusedError({
      code: 'audio-device-failed',
      sentence: `the ${direction} device "${deviceName}" cannot be opened: ${early}`,
      hint: 'It may be in use or disconnected. voicelive devices lists the devices.',
    });
  }
  return { child, ended };
}
