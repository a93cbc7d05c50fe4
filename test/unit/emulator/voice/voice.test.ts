import { afterAll, describe, expect, it } from 'vitest';
import {
  cities,
  countLine,
  lines,
  skies,
  story,
} from '../../../../src/emulator/voice/default-lines.js';
import { numberWords, timeWords } from '../../../../src/emulator/voice/numbers.js';
import type { Speech } from '../../../../src/emulator/voice/spoken-text.js';
import { SpeechCache } from '../../../../src/emulator/voice/speech-cache.js';
import { createVoice } from '../../../../src/emulator/voice/emulator-voice.js';

const rateHz = 16_000;
const how = { voiceName: 'alloy', rateHz };

function loudness(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
}

function expectTimedWords(speech: Speech): void {
  const lengthMs = (speech.samples.length * 1000) / rateHz;
  let atMs = 0;
  for (const word of speech.words) {
    expect(word.startMs).toBeGreaterThanOrEqual(atMs - 0.001);
    expect(word.endMs).toBeGreaterThan(word.startMs);
    atMs = word.endMs;
  }
  expect(atMs).toBeLessThanOrEqual(lengthMs + 0.001);
}

describe('the voice without espeak-ng', () => {
  const voice = createVoice({ espeak: 'never' });
  afterAll(() => voice.close());

  it('speaks every fixed line and the story from clips', async () => {
    for (const text of [...Object.values(lines), story]) {
      const speech = await voice.speak(text, how);
      expect([text, speech.source]).toEqual([text, 'clips']);
      expectTimedWords(speech);
    }
  });

  it('speaks every time of day from clips', async () => {
    for (let minute = 0; minute < 720; minute += 7) {
      const text = `It is ${timeWords(Math.floor(minute / 60), minute % 60)}.`;
      expect([text, (await voice.speak(text, how)).source]).toEqual([text, 'clips']);
    }
  });

  it('speaks every weather from clips, with the number in words or in digits', async () => {
    for (let degrees = -20; degrees <= 40; degrees += 1) {
      const city = cities[Math.abs(degrees) % cities.length] ?? '';
      const sky = skies[Math.abs(degrees) % skies.length] ?? '';
      for (const number of [numberWords(degrees), degrees]) {
        const text = `In ${city} it is ${number} degrees and ${sky}.`;
        expect([text, (await voice.speak(text, how)).source]).toEqual([text, 'clips']);
      }
    }
  });

  it('speaks other words in the shape of speech: audible, about 150 words a minute, repeatable', async () => {
    const text = 'The quick brown fox jumps over the lazy dog, and the dog does not mind at all.';
    const speech = await voice.speak(text, how);
    expect(speech.source).toBe('stand-in');
    expect(loudness(speech.samples)).toBeGreaterThan(500);
    const wordsPerMinute = (speech.words.length * 60 * rateHz) / speech.samples.length;
    expect(wordsPerMinute).toBeGreaterThan(120);
    expect(wordsPerMinute).toBeLessThan(190);
    expectTimedWords(speech);
    const again = await createVoice({ espeak: 'never' }).speak(text, how);
    expect(again.samples).toEqual(speech.samples);
  });

  it('mixes clips and the stand-in within one sentence', async () => {
    const speech = await voice.speak('It is ten bananas.', how);
    expect(speech.source).toBe('mixed');
    expect(speech.words.map((word) => word.text)).toEqual(['It', 'is', 'ten', 'bananas']);
    expectTimedWords(speech);
  });

  it('counts one number a second', async () => {
    const speech = await voice.speak(countLine(60), how);
    expect(speech.samples.length / rateHz).toBeGreaterThan(59);
    expect(speech.samples.length / rateHz).toBeLessThan(61.5);
    const thirty = speech.words.find((word) => word.text === 'thirty');
    expect(Math.abs((thirty?.startMs ?? 0) - 29_000)).toBeLessThan(1_000);
  });

  it('gives the whole text back sentence by sentence', async () => {
    const texts: string[] = [];
    for await (const speech of voice.speakStream(`${lines.greeting} ${countLine(12)}`, how)) {
      texts.push(speech.text);
      expectTimedWords(speech);
    }
    expect(texts).toHaveLength(6);
    expect(texts.join(' ')).toBe(`${lines.greeting} ${countLine(12)}`);
  });

  it('sounds different under another name, and scales with the rate asked for', async () => {
    const plain = await voice.speak(lines.again, how);
    const other = await voice.speak(lines.again, { ...how, voiceName: 'coral' });
    expect(other.samples.length).not.toBe(plain.samples.length);
    const wide = await voice.speak(lines.again, { ...how, rateHz: 24_000 });
    expect(wide.samples.length / plain.samples.length).toBeCloseTo(1.5, 2);
  });

  it('gives no samples for a text without a word', async () => {
    expect((await voice.speak(' … !? ', how)).samples).toHaveLength(0);
    expect((await voice.speak('', how)).samples).toHaveLength(0);
  });

  it('keeps a bounded amount of recent speech', () => {
    const cache = new SpeechCache();
    const minute = { text: '', samples: new Int16Array(60 * 24_000), words: [] };
    for (const key of ['a', 'b', 'c']) cache.set(key, { ...minute, source: 'clips' });
    expect(['a', 'b', 'c'].map((key) => cache.get(key) !== undefined)).toEqual([false, true, true]);
  });
});

describe('the voice with a speech program', () => {
  it('falls back to clips when there is none', async () => {
    const logged: string[] = [];
    const log = (line: string): void => void logged.push(line);
    const voice = createVoice({ espeakCommand: '/nowhere/espeak-ng', log });
    expect((await voice.speak(lines.greeting, how)).source).toBe('clips');
    expect(logged).toEqual([]);
    await voice.close();
  });

  it('falls back and logs when the program writes something else than sound', async () => {
    const logged: string[] = [];
    const log = (line: string): void => void logged.push(line);
    const voice = createVoice({ espeakCommand: process.execPath, log });
    expect((await voice.speak(lines.again, how)).source).toBe('clips');
    expect(logged).toEqual([expect.stringMatching(/^espeak-ng: .*; using bundled clips$/)]);
    await voice.close();
  });

  it('speaks hostile text as words: no control characters, phoneme codes or options', async () => {
    const voice = createVoice();
    const speech = await voice.speak('-v de [[h@l@U]] \u001b[31m <speak> \ud800 done', how);
    expect(speech.text).toBe('-v de h@l@U 31m speak done');
    expect(loudness(speech.samples)).toBeGreaterThan(200);
    await voice.close();
    await voice.close();
  });
});
