import { describe, expect, test } from 'vitest';
import { rejected } from '../caught.js';
import { planned, plannedSession } from '../planned.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

describe('without options', () => {
  test('the session is hands-free, 24 kHz PCM, transcribed, echo cancelled at the service', async () => {
    expect((await planned({})).plan).toEqual({
      model: 'gpt-realtime',
      mode: 'hands-free',
      inputRateHz: 24_000,
      outputRateHz: 24_000,
      session: {
        modalities: ['text', 'audio'],
        input_audio_format: 'pcm16',
        output_audio_format: 'pcm16',
        input_audio_sampling_rate: 24_000,
        turn_detection: { type: 'server_vad', create_response: true, interrupt_response: true },
        input_audio_echo_cancellation: { type: 'server_echo_cancellation' },
        input_audio_transcription: { model: 'whisper-1' },
      },
    });
  });
});

describe('a session file', () => {
  test('goes over the defaults, and flags go over it', async () => {
    const session = folder.write(
      'session.yaml',
      'model: gpt-4.1\ninstructions: From the file.\ntemperature: 1\ninput_audio_sampling_rate: 16000\noutput_audio_format: pcm16_8000hz\n',
    );
    const { plan } = await planned({ session, instructions: 'From the flag.' });
    expect(plan).toMatchObject({
      model: 'gpt-4.1',
      inputRateHz: 16_000,
      outputRateHz: 8000,
      session: {
        instructions: 'From the flag.',
        temperature: 1,
        input_audio_transcription: { model: 'azure-speech' },
      },
    });
    expect(plan.session).not.toHaveProperty('model');
    expect((await planned({ session, model: 'gpt-5' })).plan.model).toBe('gpt-5');
    const env = { AZURE_VOICELIVE_MODEL: 'gpt-4o' };
    expect((await planned({ session }, env)).plan.model).toBe('gpt-4o');
  });

  test('null in it switches off, and without turn detection it is push-to-talk', async () => {
    const session = folder.write(
      'session.yaml',
      'turn_detection: null\ninput_audio_transcription: null\n',
    );
    const { plan } = await planned({ session });
    expect(plan.mode).toBe('push-to-talk');
    expect(plan.session.input_audio_transcription).toBeNull();
  });

  test.each(['none', 'None'])('turn detection %s in it is push-to-talk', async (type) => {
    const session = folder.write('session.json', JSON.stringify({ turn_detection: { type } }));
    expect((await planned({ session })).plan.mode).toBe('push-to-talk');
  });

  test('its settings of a turn detection or transcription stay when a flag names the same kind', async () => {
    const session = folder.write(
      'session.yaml',
      'turn_detection: {type: server_vad, threshold: 0.8}\ninput_audio_transcription: {model: whisper-1, language: de}\n',
    );
    const same = await plannedSession({ session, turnDetection: 'server_vad' });
    expect(same.turn_detection).toEqual({ type: 'server_vad', threshold: 0.8 });
    expect((await plannedSession({ session, bargeIn: false })).turn_detection).toEqual({
      type: 'server_vad',
      threshold: 0.8,
      interrupt_response: false,
    });
    const other = await plannedSession({ session, turnDetection: 'semantic_vad' });
    expect(other.turn_detection).not.toHaveProperty('threshold');
    const transcribed = await plannedSession({ session, transcription: 'azure-speech' });
    expect(transcribed.input_audio_transcription).toEqual({
      model: 'azure-speech',
      language: 'de',
    });
  });

  test.each([
    [
      'input_audio_format: g711_ulaw\ninput_audio_sampling_rate: 16000',
      /input_audio_sampling_rate: found 16000, expected 8000 with g711_ulaw/,
    ],
    ['input_audio_sampling_rate: 48000', /input_audio_sampling_rate: found 48000/],
    [
      'input_audio_format: g711_alaw\ninput_audio_sampling_rate: 8000\ninput_audio_echo_cancellation: {type: server_echo_cancellation, reference_source: client, channels: 2}',
      /input_audio_echo_cancellation: found a client reference in g711_alaw/,
    ],
  ])('audio that cannot be sent is refused: %s', async (content, message) => {
    const session = folder.write('session.yaml', content);
    const error = await rejected(planned({ session }));
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(2);
    expect((await planned({ session, text: true })).plan.mode).toBe('text');
  });

  test('instructions in it are refused for an agent', async () => {
    const session = folder.write('session.yaml', 'instructions: x\n');
    const flags = { session, agentName: 'a', projectName: 'p', auth: 'entra' };
    const error = await rejected(planned(flags));
    expect(error.message).toMatch(/session file has instructions/);
  });
});

test('the problems of all files come at once', async () => {
  const session = folder.write('session.yaml', 'temperature: hot\n');
  const error = await rejected(planned({ session, prices: 'no-prices.yaml', tools: 'no-tools' }));
  expect(error.message.split('\n')).toEqual([
    expect.stringContaining('temperature: expected a number; found "hot"'),
    expect.stringContaining('Flag --prices: no-prices.yaml does not exist.'),
    expect.stringContaining('Flag --tools: no-tools does not exist.'),
  ]);
});

describe('tools', () => {
  const mcp = { type: 'mcp', server_label: 'docs', server_url: 'https://example.com/mcp' };

  test('those of the program join those of the file and replace functions of the same name', async () => {
    const session = folder.write(
      'session.json',
      JSON.stringify({
        tools: [{ type: 'function', name: 'get_weather', description: 'old' }, mcp],
      }),
    );
    const tools = folder.write('tools.yaml', '- {builtin: demo-weather}\n');
    const result = await planned({ session, tools });
    expect(result.plan.session.tools).toEqual([mcp, result.tools[0]?.definition]);
    expect(result.tools).toHaveLength(1);
  });

  test('the emulator has a demo, the service has none', async () => {
    expect(await plannedSession({})).not.toHaveProperty('tools');
    const demo = await planned({ emulator: true });
    expect(demo.plan.session.tools).toMatchObject([{ name: 'get_weather' }]);
  });
});
