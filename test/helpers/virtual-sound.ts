import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { bytesToSamples } from '../../src/audio/pure/pcm.js';
import { encodeWav } from '../../src/audio/pure/wav.js';
import { monotonicMs } from '../../src/shared/clock.js';

const run = promisify(execFile);
const script = 'scripts/virtual-sound.sh';

/** True when the environment points at the virtual sound card: nobody wants test sounds on a desktop's speakers. */
export function hasVirtualSound(): boolean {
  try {
    const sinks = execFileSync('pactl', ['list', 'short', 'sinks'], {
      encoding: 'utf8',
      timeout: 2000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return sinks.includes('voicelive_speaker') && sinks.includes('voicelive_room');
  } catch {
    return false;
  }
}

/** Variables that lead programs to the virtual sound card in a folder. */
export async function virtualSoundVariables(
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await run(script, ['env'], {
    env: { ...process.env, VL_SOUND_DIR: folder },
  });
  return Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** What one side of the card has heard since it was opened; mono, at `rateHz`. */
export interface Listening {
  /** Everything so far. */
  samples(): Int16Array;
  /** `monotonicMs` of the first sample, as far as the arrival of the sound tells. */
  startMs(): number;
  /** Everything up to what is in the card now. */
  stop(): Promise<Int16Array>;
}

/** A virtual sound card that nobody else uses, so that tests do not hear each other. */
export interface VirtualSound {
  /** Leads programs to the card. */
  readonly env: Readonly<Record<string, string>>;
  /** Plays into the microphone; settles when all of it was played. */
  speak(sound: { readonly samples: Int16Array; readonly rateHz: number }): Promise<void>;
  /** Listens to what the speaker plays, or to what the microphone hears. */
  listen(side: 'speaker' | 'room', rateHz: number): Promise<Listening>;
  close(): Promise<void>;
}

export async function openVirtualSound(): Promise<VirtualSound> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-card-'));
  const env = await virtualSoundVariables(join(folder, 'card'));
  const options = { env: { ...process.env, ...env } };
  const ends = new Set<() => void>();
  let spoken = 0;
  await run(script, ['up'], options);
  return {
    env,
    async speak({ samples, rateHz }) {
      spoken += 1;
      const path = join(folder, `speech-${String(spoken)}.wav`);
      await writeFile(path, encodeWav(samples, rateHz));
      await run('paplay', ['-d', 'voicelive_room', path], options);
    },
    async listen(side, rateHz) {
      const format = ['--format=s16le', `--rate=${String(rateHz)}`, '--channels=1'];
      const recorder = spawn(
        'parec',
        ['-d', `voicelive_${side}.monitor`, ...format, '--latency-msec=20'],
        { ...options, stdio: ['ignore', 'pipe', 'ignore'] },
      );
      const ended = new Promise((resolve) => recorder.once('close', resolve));
      const end = (): void => {
        recorder.kill();
      };
      ends.add(end);
      const chunks: Buffer[] = [];
      let bytes = 0;
      let startMs = Number.POSITIVE_INFINITY;
      recorder.stdout.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        // Sound can come late but never early, so the earliest is the true one.
        startMs = Math.min(startMs, monotonicMs() - (bytes * 500) / rateHz);
      });
      await expect.poll(() => chunks.length).toBeGreaterThan(2);
      return {
        samples: () => bytesToSamples(Buffer.concat(chunks)),
        startMs: () => startMs,
        async stop() {
          // What is in the card now comes within the next 200 ms of sound, however late the recorder brings it.
          const enoughMs = monotonicMs() + 200;
          await expect.poll(() => startMs + (bytes * 500) / rateHz).toBeGreaterThan(enoughMs);
          recorder.kill();
          await ended;
          ends.delete(end);
          return bytesToSamples(Buffer.concat(chunks));
        },
      };
    },
    async close() {
      for (const end of ends) end();
      await run(script, ['down'], options);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
