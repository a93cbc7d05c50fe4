import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { encodeWav, parseWav, type WavAudio } from '../../audio/pure/wav.js';
import { makeFolders } from '../../shared/make-folders.js';

/** What is kept at most; the files that were used longest ago are deleted. */
const maxBytes = 200_000_000;
/** Where `encodeWav` writes how many bytes of audio follow: with another number the file is not whole. */
const sizeAt = 40;

/** Speech that was made before, in files named by what they say and how. Where nothing can be kept it is made again. */
export class SpeechFiles {
  readonly #folder: string;
  readonly #maxBytes: number;

  constructor(folder: string, limit = maxBytes) {
    this.#folder = folder;
    this.#maxBytes = limit;
  }

  /** Undefined for what was not made yet, and for a damaged file. */
  async get(key: string): Promise<WavAudio | undefined> {
    const path = this.#path(key);
    try {
      const bytes = await readFile(path);
      const audio = parseWav(bytes, path);
      if (bytes.readUInt32LE(sizeAt) !== bytes.length - sizeAt - 4) return undefined;
      if (audio.samples.every((sample) => sample === 0)) return undefined;
      const now = new Date();
      await utimes(path, now, now);
      return audio;
    } catch {
      // Missing, damaged or not readable.
      return undefined;
    }
  }

  /** A reader never sees half a file. */
  async put(key: string, { samples, sampleRateHz }: WavAudio): Promise<void> {
    const unfinished = join(this.#folder, `${randomUUID()}.part`);
    try {
      await makeFolders(this.#folder);
      await writeFile(unfinished, encodeWav(samples, sampleRateHz));
      await rename(unfinished, this.#path(key));
      await this.#trim();
    } catch {
      // A cache that cannot be written, on a full disk or without a home, is none.
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  async #trim(): Promise<void> {
    const names = await readdir(this.#folder);
    const files = await Promise.all(
      names
        .filter((name) => /^[0-9a-f-]+\.(?:wav|part)$/.test(name))
        .map(async (name) => {
          const path = join(this.#folder, name);
          // Another run may delete it at the same time.
          const found = await stat(path).catch(() => undefined);
          return { path, bytes: found?.size ?? 0, usedMs: found?.mtimeMs ?? 0 };
        }),
    );
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files.sort((left, right) => left.usedMs - right.usedMs)) {
      if (bytes <= this.#maxBytes) return;
      await rm(file.path, { force: true });
      bytes -= file.bytes;
    }
  }

  #path(key: string): string {
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex')}.wav`);
  }
}

/** The user's folder for what can be made again: XDG on Linux and macOS, LOCALAPPDATA on Windows. */
export function speechFolder(env: Readonly<Record<string, string | undefined>>): string {
  const base = env['XDG_CACHE_HOME'] ?? env['LOCALAPPDATA'] ?? join(homedir(), '.cache');
  return join(base, 'voicelive', 'speech');
}
