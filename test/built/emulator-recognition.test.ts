import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRecognitionThread } from '../../src/emulator/recognition/recognition-thread.js';
import type { RecognitionThread } from '../../src/emulator/recognition/recognition-thread.js';
import { createVoice } from '../../src/emulator/voice/emulator-voice.js';
import { patienceMs } from '../helpers/patience.js';
import { sayWithEspeak } from '../helpers/recognise.js';

const phrases = [
  { pattern: 'What can you do', slots: {} },
  { pattern: 'What can I say', slots: {} },
  { pattern: 'What time is it', slots: {} },
  { pattern: 'Good morning', slots: {} },
  { pattern: 'In {city} it is windy', slots: { city: ['Oslo', 'Seattle', 'Xyzzyq'] } },
  { pattern: 'It is cloudy', slots: {} },
];

/** Recognition gives way to everything else, and eight requests wait for each other. */
const patient = { openDeadlineMs: 2 * patienceMs, answerDeadlineMs: 4 * patienceMs };

describe('the ears', { timeout: 5 * patienceMs }, () => {
  const voice = createVoice({ espeak: 'never' });
  let ears: RecognitionThread;
  const logged: string[] = [];
  beforeAll(async () => {
    const log = (line: string): void => void logged.push(line);
    ears = await createRecognitionThread({ phrases, log, ...patient });
  }, 3 * patienceMs);
  afterAll(async () => {
    await ears.close();
    await voice.close();
  });

  const hear = async (text: string, rateHz = 24_000): Promise<string | undefined> => {
    const { samples } = await voice.speak(text, { voiceName: 'alloy', rateHz });
    return ears.recognise(samples, rateHz);
  };

  it('recognise a phrase and write it as the list does, at every rate of the service', async () => {
    expect(ears.available).toBe(true);
    expect(await hear('in oslo it is windy')).toBe('In Oslo it is windy');
    expect(await hear('in seattle it is windy', 16_000)).toBe('In Seattle it is windy');
    expect(await hear('it is cloudy', 8_000)).toBe('It is cloudy');
  });

  it('recognise speech that begins with the sound, as its turn does without padding', async () => {
    const { samples, rateHz } = await sayWithEspeak('what time is it', 165);
    const first = samples.findIndex((sample) => Math.abs(sample) > 200);
    expect(await ears.recognise(samples.subarray(first), rateHz)).toBe('What time is it');
  });

  it('answer other speech with undefined', async () => {
    expect(await hear('So she stopped singing, and listened.')).toBeUndefined();
    expect(await hear('Every tenth purple elephant wobbles.')).toBeUndefined();
  });

  it('answer silence, a click and a long sound with undefined', async () => {
    expect(await ears.recognise(new Int16Array(24_000), 24_000)).toBeUndefined();
    expect(await ears.recognise(Int16Array.of(0, 20_000, 0), 24_000)).toBeUndefined();
    expect(await ears.recognise(new Int16Array(60 * 8_000).fill(9_000), 8_000)).toBeUndefined();
  });

  it('say which slot value they cannot hear', () => {
    expect(ears.warnings).toEqual([
      '"Xyzzyq" in "In {city} it is windy" cannot be recognised: no pronunciation',
    ]);
  });

  it('answer at most eight requests at a time and log the others', async () => {
    const { samples } = await voice.speak('it is cloudy', { voiceName: 'alloy', rateHz: 16_000 });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ears.recognise(samples, 16_000)),
    );
    expect(answers.filter((answer) => answer === 'It is cloudy')).toHaveLength(8);
    expect(logged).toEqual(Array(2).fill('speech not recognised: 8 requests are waiting'));
  });

  it('are unavailable, with the reason, when their thread cannot start', async () => {
    const deaf = await createRecognitionThread({ phrases, workerFile: '/nowhere/ears.js' });
    expect(deaf.available).toBe(false);
    expect(deaf.warnings[0]).toMatch(/^speech is not recognised: /u);
    expect(await deaf.recognise(new Int16Array(24_000), 24_000)).toBeUndefined();
    await deaf.close();
  });

  it('answer what still waits when they are closed, and can be closed twice', async () => {
    const closing = await createRecognitionThread({ phrases, ...patient });
    const answer = closing.recognise(new Int16Array(160_000).fill(500), 24_000);
    await Promise.all([closing.close(), closing.close()]);
    expect(await answer).toBeUndefined();
    expect(closing.available).toBe(false);
  });
});
