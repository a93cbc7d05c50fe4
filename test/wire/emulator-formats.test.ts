import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64, type WireFormat } from '../../src/audio/pure/pcm.js';
import { formatRateHz } from '../../src/audio/pure/sample-rates.js';
import { resample } from '../../src/audio/pure/resample.js';
import { parseWav } from '../../src/audio/pure/wav.js';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import { field, openClient, sayInText } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator, scriptedEars } from '../helpers/emulator-rig.js';

closeEmulatorsAfterEach();

async function speech(rateHz: number): Promise<Int16Array> {
  const file = new URL('../fixtures/speech/what-time-is-it.wav', import.meta.url);
  const { samples, sampleRateHz } = parseWav(await readFile(file), 'fixture');
  return resample(samples, sampleRateHz, rateHz);
}

describe.each(['gpt-realtime', 'gpt-4.1'])('%s', (model) => {
  it.each([
    ['pcm16', 24_000],
    ['pcm16', 16_000],
    ['pcm16', 8000],
    ['g711_ulaw', 8000],
    ['g711_alaw', 8000],
  ] as const)('hears %s at %i Hz with the same times', async (format, rateHz) => {
    const heard: number[] = [];
    const ears = {
      ...scriptedEars(),
      recognise: (samples: Int16Array, rate: number) => {
        heard.push(rate, samples.length / rate);
        return Promise.resolve('what time is it');
      },
    };
    const client = await openClient(await runEmulator({ ears }), { model });
    client.send({
      type: 'session.update',
      session: {
        input_audio_format: format,
        input_audio_sampling_rate: rateHz,
        turn_detection: { type: 'server_vad' },
      },
    });
    const sound = [await speech(rateHz), new Int16Array(rateHz)];
    for (const samples of sound) {
      const audio = encodeBase64(samples, format);
      client.send({ type: 'input_audio_buffer.append', audio });
    }
    const started = await client.next('input_audio_buffer.speech_started');
    const stopped = await client.next('input_audio_buffer.speech_stopped');
    const done = await client.next('response.done');
    expect(Number(started['audio_start_ms'])).toBeGreaterThanOrEqual(60);
    expect(Number(started['audio_start_ms'])).toBeLessThan(300);
    expect(Number(stopped['audio_end_ms'])).toBeGreaterThan(1700);
    expect(heard[0]).toBe(rateHz);
    expect(heard[1]).toBeGreaterThan(1.3);
    expect(field(done, 'response', 'output', '0', 'content', '0', 'transcript')).toBe(
      'It is ten forty five.',
    );
  });

  it.each<WireFormat>(['pcm16', 'pcm16_16000hz', 'pcm16_8000hz', 'g711_ulaw', 'g711_alaw'])(
    'speaks %s for as long as any other format',
    async (format) => {
      const client = await openClient(await runEmulator(), { model });
      client.send({ type: 'session.update', session: { output_audio_format: format } });
      sayInText(client, 'what time is it');
      const done = await client.next('response.done');
      expect(field(done, 'response', 'output_audio_format')).toBe(format);
      let samples = 0;
      let loudest = 0;
      for (const { type, delta } of client.events) {
        if (type !== 'response.audio.delta') continue;
        const piece = decodeBase64(textValue(delta), format);
        samples += piece.length;
        for (const sample of piece) loudest = Math.max(loudest, Math.abs(sample));
      }
      const seconds = samples / formatRateHz(format);
      expect(seconds).toBeGreaterThan(1.2);
      expect(seconds).toBeLessThan(2.6);
      expect(loudest).toBeGreaterThan(3000);
    },
  );
});
