import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { parseWav } from '../pure/wav.js';
import { messageOf } from '../../shared/errors.js';

/** How espeak-ng is to speak. */
export interface EspeakVoice {
  /** Name of the voice, with a variant after `+`. */
  readonly espeakVoice: string;
  /** 0..99. */
  readonly pitch: number;
  readonly wordsPerMinute: number;
}

/** Audio as the program wrote it. */
interface EspeakAudio {
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
}

/** Result of a request: `absent` when the program is not installed, `failed` with a reason, or the audio. */
export type EspeakResult =
  | { readonly kind: 'sound'; readonly sound: EspeakAudio }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: string };

const deadlineMs = 10_000;
/** 90 s at 22,050 Hz and 16 bits: more than any piece of text takes. */
const maxOutputBytes = 4_000_000;
/** Of 200; the program's default of 100 clips now and then. */
const loudness = '80';
const maxRunning = 2;
const maxQueue = 64;

/**
 * The speech program espeak-ng (GPL, installed by the user) as a child process for each piece of text: text on stdin, WAV
 * on stdout. At most two run at a time and 64 wait; more are refused. Each has 10 s.
 */
export class Espeak {
  readonly #command: string;
  readonly #running = new Set<ChildProcess>();
  readonly #waiting: (() => void)[] = [];
  #active = 0;
  #closed = false;

  /** @param command name or path of the program */
  constructor(command = 'espeak-ng') {
    this.#command = command;
  }

  /** Speaks a text; never throws. */
  async say(text: string, profile: EspeakVoice): Promise<EspeakResult> {
    if (this.#waiting.length >= maxQueue) return { kind: 'failed', reason: 'queue full' };
    while (this.#active >= maxRunning) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#closed) return { kind: 'failed', reason: 'closed' };
    this.#active += 1;
    try {
      return await this.#run(text, profile);
    } finally {
      this.#active -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Kills running processes and refuses new requests. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all(
      [...this.#running].map(
        (child) =>
          new Promise<void>((resolve) => {
            child.once('close', () => {
              resolve();
            });
            child.kill('SIGKILL');
          }),
      ),
    );
  }

  #run(text: string, profile: EspeakVoice): Promise<EspeakResult> {
    const speed = String(profile.wordsPerMinute);
    const voice = ['-v', profile.espeakVoice, '-p', String(profile.pitch), '-s', speed];
    const input = ['-a', loudness, '-b', '1', '--stdin', '--stdout'];
    return new Promise((resolve) => {
      const child = spawn(this.#command, [...voice, ...input], {
        stdio: ['pipe', 'pipe', 'ignore'],
        windowsHide: true,
      });
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      let failure: EspeakResult | undefined;
      const stop = (reason: string): void => {
        failure ??= { kind: 'failed', reason };
        child.kill('SIGKILL');
      };
      const timer = setTimeout(stop, deadlineMs, 'took too long');
      this.#running.add(child);
      child.on('error', (error: NodeJS.ErrnoException) => {
        const isAbsent = error.code === 'ENOENT' || error.code === 'EACCES';
        failure ??= isAbsent ? { kind: 'absent' } : { kind: 'failed', reason: error.message };
      });
      child.on('close', (code) => {
        clearTimeout(timer);
        this.#running.delete(child);
        if (code !== 0) failure ??= { kind: 'failed', reason: `ended with ${String(code)}` };
        resolve(failure ?? parsed(Buffer.concat(chunks)));
      });
      // Not started: without a free descriptor it has no streams either.
      if (child.pid === undefined) return;
      child.stdout.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes > maxOutputBytes) stop('wrote too much');
        else chunks.push(chunk);
      });
      child.stdin.on('error', () => {
        // The program ended without reading; its exit code says why.
      });
      child.stdin.end(`${text}\n`);
    });
  }
}

function parsed(bytes: Buffer): EspeakResult {
  try {
    return { kind: 'sound', sound: parseWav(bytes, 'espeak-ng') };
  } catch (error) {
    return { kind: 'failed', reason: messageOf(error) };
  }
}
