import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { samplesToBytes } from '../../src/audio/pure/pcm.js';
import { resample } from '../../src/audio/pure/resample.js';
import { parseWav } from '../../src/audio/pure/wav.js';
import { closeEmulatorsAfterEach, scriptedEars } from '../helpers/emulator-rig.js';
import {
  askOfficial as ask,
  connectOfficial as connect,
  useOfficialClient,
} from '../helpers/official-client.js';

closeEmulatorsAfterEach();
useOfficialClient();

describe.each(['gpt-realtime', 'gpt-4.1'])(
  'the official client takes the emulator for the service: %s',
  (model) => {
    it('has a typed turn answered in text', async () => {
      const { session, errors, all } = await connect(model);
      await session.updateSession({ modalities: ['text'], instructions: 'Be brief.' });
      await ask(session, 'hello');
      await expect.poll(() => all('response.done')).toHaveLength(1);
      expect(all('session.updated')[0]?.session.instructions).toBe('Be brief.');
      expect(all('response.text.done')[0]?.text).toMatch(/^Hello! I am the voice live emulator/);
      expect(all('response.done')[0]?.response.usage?.totalTokens).toBeGreaterThan(10);
      expect(errors).toEqual([]);
    });

    it('has a spoken turn answered in audio', async () => {
      const { session, errors, all } = await connect(model, {
        ears: scriptedEars('what time is it'),
      });
      await session.updateSession({
        turnDetection: { type: 'server_vad', silenceDurationInMs: 300 },
        inputAudioTranscription: { model: model === 'gpt-4.1' ? 'azure-speech' : 'whisper-1' },
      });
      const file = new URL('../fixtures/speech/what-time-is-it.wav', import.meta.url);
      const { samples, sampleRateHz } = parseWav(await readFile(file), 'fixture');
      await session.sendAudio(
        new Uint8Array(samplesToBytes(resample(samples, sampleRateHz, 24_000))),
      );
      await session.sendAudio(new Uint8Array(48_000));
      await expect.poll(() => all('response.done')).toHaveLength(1);
      expect(all('input_audio_buffer.speech_started')).toHaveLength(1);
      expect(all('conversation.item.input_audio_transcription.completed')[0]?.transcript).toBe(
        'What time is it',
      );
      expect(all('response.audio_transcript.done')[0]?.transcript).toBe('It is ten forty five.');
      const bytes = all('response.audio.delta').reduce((sum, { delta }) => sum + delta.length, 0);
      expect(bytes).toBeGreaterThan(48_000);
      expect(errors).toEqual([]);
    });

    it('has a function called and its output used', async () => {
      const { session, errors, all } = await connect(model);
      await session.updateSession({
        modalities: ['text'],
        tools: [
          {
            type: 'function',
            name: 'get_weather',
            parameters: {
              type: 'object',
              properties: { city: { type: 'string' } },
              required: ['city'],
            },
          },
        ],
      });
      await ask(session, 'What is the weather in Tokyo?');
      await expect.poll(() => all('response.done')).toHaveLength(1);
      const call = all('response.function_call_arguments.done')[0];
      expect(JSON.parse(call?.arguments ?? '')).toEqual({ city: 'Tokyo' });
      await session.addConversationItem({
        type: 'function_call_output',
        callId: call?.callId ?? '',
        output: '{"temperature_c":21,"sky":"sunny"}',
      });
      await session.sendEvent({ type: 'response.create' });
      await expect.poll(() => all('response.done')).toHaveLength(2);
      expect(all('response.text.done')[0]?.text).toBe('In Tokyo it is 21 degrees and sunny.');
      expect(errors).toEqual([]);
    });

    it('interrupts and truncates', async () => {
      const { session, errors, all } = await connect(model);
      await ask(session, 'count');
      await expect.poll(() => all('response.audio.delta').length).toBeGreaterThan(2);
      await session.sendEvent({ type: 'response.cancel' });
      await expect.poll(() => all('response.done')).toHaveLength(1);
      const itemId = all('response.audio.delta')[0]?.itemId ?? '';
      await session.sendEvent({
        type: 'conversation.item.truncate',
        itemId,
        contentIndex: 0,
        audioEndInMs: 100,
      });
      await expect.poll(() => all('conversation.item.truncated')).toHaveLength(1);
      expect(all('response.done')[0]?.response.status).toBe('cancelled');
      expect(errors).toEqual([]);
    });
  },
);
