import { chmod, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeWav } from '../../../src/audio/pure/wav.js';
import type { Action, SpeechVoice } from '../../../src/script/model/script.js';
import { prepareSounds } from '../../../src/script/speech/prepare-sounds.js';
import { SpeechFiles, speechFolder } from '../../../src/script/speech/speech-cache.js';
import { scriptOf } from '../../helpers/performance.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-speech-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const say = (text: string, voice?: SpeechVoice): Action => ({
  type: 'say',
  text,
  pushToTalk: false,
  ...(voice && { voice }),
});
const tone = (length: number): Int16Array => Int16Array.from({ length }, (_, n) => n % 100);

/** A program in the place of espeak-ng: says the same WAV always, and counts its calls. */
async function standIn(): Promise<{
  readonly espeak: string;
  readonly calls: () => Promise<number>;
}> {
  const wav = join(folder, 'said.wav');
  const log = join(folder, 'calls');
  const espeak = join(folder, 'espeak');
  await writeFile(wav, encodeWav(tone(4000), 22_050));
  await writeFile(log, '');
  await writeFile(espeak, `#!/bin/sh\necho "$*" >> ${log}\ncat > /dev/null\ncat ${wav}\n`);
  await chmod(espeak, 0o755);
  return {
    espeak,
    calls: async () => (await readFile(log, 'utf8')).split('\n').length - 1,
  };
}

describe('the sounds of a script', () => {
  it('are made before it begins, each text once, and kept for the next run', async () => {
    const { espeak, calls } = await standIn();
    const files = new SpeechFiles(join(folder, 'cache'));
    const script = scriptOf([say('hello')], [say('hello')], [say('-v nothing')]);
    const sounds = await prepareSounds(script, { files, espeak });
    expect([0, 1, 2].map((step) => sounds.of(step)?.samples.length)).toEqual([4000, 4000, 4000]);
    expect(await calls()).toBe(2);
    const again = await prepareSounds(script, { files, espeak: join(folder, 'missing') });
    expect(again.of(2)).toEqual(sounds.of(2));
    await prepareSounds(scriptOf([say('hello', { type: 'espeak', voice: 'de' })]), {
      files,
      espeak,
    });
    expect(await calls()).toBe(3);
  });

  it('are made again where the file that was kept is damaged', async () => {
    const { espeak, calls } = await standIn();
    const cache = join(folder, 'cache');
    const files = new SpeechFiles(cache);
    const script = scriptOf([say('hello')]);
    await prepareSounds(script, { files, espeak });
    const [name = ''] = await readdir(cache);
    for (const length of [3000, 20, 0]) {
      await truncate(join(cache, name), length);
      const sounds = await prepareSounds(script, { files, espeak });
      expect(sounds.of(0)?.samples).toEqual(tone(4000));
    }
    expect(await calls()).toBe(4);
    expect(await readdir(cache)).toEqual([name]);
  });

  it('are made, too, where nothing can be kept', async () => {
    const { espeak } = await standIn();
    await writeFile(join(folder, 'file'), '');
    const files = new SpeechFiles(join(folder, 'file', 'cache'));
    const sounds = await prepareSounds(scriptOf([say('hello')]), { files, espeak });
    expect(sounds.of(0)?.samples.length).toBe(4000);
  });

  it('need espeak-ng: without it the error names the package, and what to use instead', async () => {
    const files = new SpeechFiles(join(folder, 'cache'));
    const espeak = join(folder, 'missing');
    const made = prepareSounds(scriptOf([say('hello')]), { files, espeak });
    await expect(made).rejects.toMatchObject({
      code: 'no-espeak',
      exitCode: 2,
      hint: 'Install it (apt install espeak-ng, brew install espeak-ng), or use `play` with a WAV file.',
    });
    await expect(made).rejects.toThrow(/^test\.yaml:1:3: .*espeak-ng.*not on PATH/);
  });

  it.each([
    ['missing.wav', undefined, /cannot be read: ENOENT/],
    ['empty.wav', Buffer.alloc(0), /is empty/],
    ['text.wav', Buffer.from('not a WAV file at all'), /is not a WAV file/],
    ['.', undefined, /is not a regular file/],
  ])('that cannot be played are refused: %s', async (name, content, reason) => {
    const path = join(folder, name);
    if (content !== undefined) await writeFile(path, content);
    const files = new SpeechFiles(join(folder, 'cache'));
    const script = scriptOf([{ type: 'play', file: path, pushToTalk: false }]);
    const made = prepareSounds(script, { files });
    await expect(made).rejects.toMatchObject({ exitCode: 2 });
    await expect(made).rejects.toThrow(reason);
  });

  it('of more than 1 GB are refused without being read', async () => {
    const path = join(folder, 'huge.wav');
    await writeFile(path, encodeWav(tone(10), 24_000));
    await truncate(path, 1_000_000_001);
    const script = scriptOf([{ type: 'noise', noise: { file: path, snrDb: 10 } }]);
    const files = new SpeechFiles(join(folder, 'cache'));
    await expect(prepareSounds(script, { files })).rejects.toThrow(/at most 1 GB/);
  });
});

describe('the files of speech', () => {
  it('stay within their size: those that were used longest ago are deleted', async () => {
    const files = new SpeechFiles(folder, 31_000);
    const audio = { samples: tone(5000), sampleRateHz: 24_000 };
    await files.put('first', audio);
    await files.put('second', audio);
    await files.put('third', audio);
    expect(await files.get('first')).toBeDefined();
    await files.put('fourth', audio);
    expect(await readdir(folder)).toHaveLength(3);
    expect(await files.get('second')).toBeUndefined();
    expect(await files.get('fourth')).toEqual(audio);
  });

  it('are kept in the folder of the user for caches', () => {
    expect(speechFolder({ XDG_CACHE_HOME: '/cache' })).toBe(join('/cache', 'voicelive', 'speech'));
  });
});
