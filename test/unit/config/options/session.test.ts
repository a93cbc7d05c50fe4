import { describe, expect, test } from 'vitest';
import { rejected } from '../caught.js';
import { planned, plannedSession } from '../planned.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

describe('options of the session', () => {
  test('limits, effort, noise reduction and transcription arrive under their wire names', async () => {
    expect(
      await plannedSession({
        temperature: '0.7',
        reasoningEffort: 'low',
        maxTokens: '200',
        noiseReduction: 'far_field',
        transcription: 'none',
      }),
    ).toMatchObject({
      temperature: 0.7,
      reasoning_effort: 'low',
      max_response_output_tokens: 200,
      input_audio_noise_reduction: { type: 'far_field' },
      input_audio_transcription: null,
    });
    const limit = await plannedSession({ maxTokens: 'inf' });
    expect(limit.max_response_output_tokens).toBe('inf');
    const noise = await plannedSession({ noiseReduction: 'none' });
    expect(noise.input_audio_noise_reduction).toBeNull();
  });

  test('turn detection none is push-to-talk', async () => {
    const { plan } = await planned({ turnDetection: 'none' });
    expect(plan.mode).toBe('push-to-talk');
    expect(plan.session.turn_detection).toBeNull();
  });

  test('instructions may stand in a file', async () => {
    const file = folder.write('persona.txt', 'You are a ship.\n');
    const session = await plannedSession({ instructions: `@${file}` });
    expect(session.instructions).toBe('You are a ship.\n');
    expect((await rejected(planned({ instructions: '@/nowhere.txt' }))).message).toBe(
      'Flag --instructions: /nowhere.txt does not exist.',
    );
  });

  test('a voice is one that the model has', async () => {
    const flags = { voice: 'ava', model: 'azure-realtime' };
    expect((await plannedSession(flags)).voice).toEqual({
      type: 'azure-realtime-native',
      name: 'ava',
    });
    expect((await rejected(planned({ voice: 'ava' }))).message).toContain(
      'a voice of gpt-realtime',
    );
  });

  test.each([
    [{}, 'whisper-1'],
    [{ model: 'gpt-realtime-mini' }, 'whisper-1'],
    [{ model: 'gpt-5' }, 'azure-speech'],
    [{ agentName: 'a', projectName: 'p', auth: 'entra' }, 'azure-speech'],
  ])('the model of %j is transcribed by %s', async (flags, model) => {
    expect((await plannedSession(flags)).input_audio_transcription).toEqual({ model });
  });

  test.each([
    [{ inputFormat: 'pcm16_16000hz' }, 16_000, 24_000],
    [{ inputFormat: 'g711_ulaw', outputFormat: 'g711_ulaw' }, 8000, 8000],
    [{ outputFormat: 'pcm16_8000hz' }, 24_000, 8000],
  ])('%j has its rates', async (flags, inputRateHz, outputRateHz) => {
    expect((await planned(flags)).plan).toMatchObject({ inputRateHz, outputRateHz });
  });

  test('the echo reference of the client is a second channel', async () => {
    expect((await plannedSession({ echo: 'client' })).input_audio_echo_cancellation).toEqual({
      type: 'server_echo_cancellation',
      reference_source: 'client',
      channels: 2,
    });
    expect((await plannedSession({ echo: 'off' })).input_audio_echo_cancellation).toBeNull();
  });
});
