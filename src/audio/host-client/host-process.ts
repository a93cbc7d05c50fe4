import { fork } from 'node:child_process';
import type { ChildProcess, Serializable } from 'node:child_process';
import { delimiter } from 'node:path';
import { createInterface } from 'node:readline';
import { builtFile } from '../../shared/paths.js';
import type { BackendName } from '../kernel/engine-types.js';
import { addonFolder } from '../host/addon-path.js';
import { isHostMessage } from '../host/host-messages.js';
import type { HostMessage, ParentMessage } from '../host/host-messages.js';

/** The program to run as the audio host. */
export interface HostProgram {
  readonly path: string;
  /** Node options for it. */
  readonly execArgv: readonly string[];
  readonly args?: readonly string[];
  /** Folder of the shared libraries it needs: PortAudio is linked by the path it was built at. */
  readonly libraryFolder?: string;
}

/** PortAudio writes some 90 lines each time it looks for devices; the last ones say why it failed. */
const maxLines = 50;

/**
 * The audio host of this package, with one of its backends.
 * @throws VoiceliveError `audio-not-built`, exit code 4, for PortAudio
 */
export function packageHost(backend: BackendName): HostProgram {
  const path = builtFile('audio-host.cjs');
  switch (backend) {
    case 'portaudio':
      return { path, execArgv: [], libraryFolder: addonFolder() };
    case 'pulse':
    case 'exec':
      return { path, execArgv: [], args: [backend] };
  }
}

/** One run of an audio host: a child process, its messages and its last lines on stderr. */
export class HostProcess {
  /** Settles when the process is gone and every message it sent has been delivered. Never rejects. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #isGone = false;
  #ending = 'it ended';

  constructor(program: HostProgram, onMessage: (message: HostMessage) => void) {
    const { libraryFolder } = program;
    this.#child = fork(program.path, [...(program.args ?? [])], {
      serialization: 'advanced',
      execArgv: [...program.execArgv],
      // The native library prints to stdout, which must carry our results only.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env:
        libraryFolder === undefined
          ? process.env
          : {
              ...process.env,
              LD_LIBRARY_PATH: [libraryFolder, process.env['LD_LIBRARY_PATH']]
                .filter((part) => part !== undefined && part !== '')
                .join(delimiter),
            },
    });
    this.#child.on('message', (message: Serializable) => {
      if (isHostMessage(message)) onMessage(message);
    });
    this.#keepLines();
    this.gone = this.#whenGone();
  }

  /** What it last wrote to stderr, oldest line first. */
  get lastLines(): readonly string[] {
    return this.#lines;
  }

  /** How it ended, for a sentence; meaningful once `gone`. */
  get ending(): string {
    return this.#ending;
  }

  send(message: ParentMessage): void {
    if (!this.#child.connected) return;
    // Sending fails only when the host has ended, which `gone` reports.
    this.#child.send(message, () => undefined);
  }

  /** Kills it: nothing gentler works when its device is dead. */
  kill(): void {
    if (!this.#isGone) this.#child.kill('SIGKILL');
  }

  #keepLines(): void {
    const { stderr } = this.#child;
    if (stderr === null) return;
    createInterface({ input: stderr }).on('line', (line) => {
      this.#lines.push(line);
      if (this.#lines.length > maxLines) this.#lines.shift();
    });
  }

  #whenGone(): Promise<void> {
    const exited = new Promise<void>((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#isGone = true;
        this.#ending = signal === null ? `it exited with ${code ?? 0}` : `it ended by ${signal}`;
        resolve();
      });
      this.#child.once('error', (error) => {
        this.#ending = error.message;
        if (this.#child.pid === undefined) resolve();
      });
    });
    const drained = new Promise<void>((resolve) => {
      if (this.#child.connected) this.#child.once('disconnect', resolve);
      else resolve();
    });
    return Promise.all([exited, drained]).then(() => undefined);
  }
}
