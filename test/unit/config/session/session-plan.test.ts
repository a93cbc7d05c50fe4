import { describe, expect, test } from 'vitest';
import { resolveOptions } from '../../../../src/config/options/layers.js';
import { readSessionFile } from '../../../../src/config/session/session-file.js';
import { buildSession, type SessionPlan } from '../../../../src/config/session/session-plan.js';
import type { FunctionTool } from '../../../../src/protocol/generated/types.js';
import { validate } from '../../../../src/protocol/validate.js';
import { caught } from '../caught.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

const weather: FunctionTool = { type: 'function', name: 'get_weather', parameters: {} };

function plan(
  flags: Record<string, unknown>,
  tools: readonly FunctionTool[] = [],
  env: Record<string, string> = {},
): SessionPlan {
  const resolved = resolveOptions({ flags, env });
  const { session } = resolved.values;
  const built = buildSession(
    resolved,
    tools,
    session === undefined ? {} : readSessionFile(session),
  );
  expect(validate('RequestSession', built.session, 'strict')).toEqual([]);
  return built;
}

describe('without options', () => {
  test('the session is hands-free, 24 kHz PCM, transcribed, echo cancelled at the service', () => {
    expect(plan({})).toEqual({
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

  test('models that are not gpt-realtime are transcribed by azure-speech', () => {
    const { session } = plan({ model: 'gpt-5' });
    expect(session.input_audio_transcription).toEqual({ model: 'azure-speech' });
    expect(plan({ model: 'gpt-realtime-mini' }).session.input_audio_transcription).toEqual({
      model: 'whisper-1',
    });
  });
});

describe('flags', () => {
  test('push-to-talk, and turn detection none, switch the turn detection off', () => {
    for (const flags of [{ ptt: true }, { turnDetection: 'none' }]) {
      const { mode, session } = plan(flags);
      expect(mode).toBe('push-to-talk');
      expect(session.turn_detection).toBeNull();
    }
  });

  test('text only has no sound in it', () => {
    expect(plan({ text: true, instructions: 'Be brief.' })).toMatchObject({
      mode: 'text',
      session: { modalities: ['text'], turn_detection: null, instructions: 'Be brief.' },
    });
    expect(Object.keys(plan({ text: true }).session)).toEqual(['modalities', 'turn_detection']);
  });

  test('no barge-in keeps the detection and takes its interruption away', () => {
    expect(plan({ bargeIn: false, turnDetection: 'semantic_vad' }).session.turn_detection).toEqual({
      type: 'semantic_vad',
      create_response: true,
      interrupt_response: false,
    });
    expect(plan({ bargeIn: false, ptt: true }).session.turn_detection).toBeNull();
  });

  test('limits, effort, noise reduction and transcription arrive under their wire names', () => {
    expect(
      plan({
        temperature: '0.7',
        reasoningEffort: 'low',
        maxTokens: '200',
        noiseReduction: 'far_field',
        transcription: 'none',
      }).session,
    ).toMatchObject({
      temperature: 0.7,
      reasoning_effort: 'low',
      max_response_output_tokens: 200,
      input_audio_noise_reduction: { type: 'far_field' },
      input_audio_transcription: null,
    });
    expect(plan({ maxTokens: 'inf' }).session.max_response_output_tokens).toBe('inf');
    expect(plan({ noiseReduction: 'none' }).session.input_audio_noise_reduction).toBeNull();
  });

  test('instructions may stand in a file', () => {
    const file = folder.write('persona.txt', 'You are a ship.\n');
    expect(plan({ instructions: `@${file}` }).session.instructions).toBe('You are a ship.\n');
    expect(caught(() => plan({ instructions: '@/nowhere.txt' })).message).toBe(
      'Flag --instructions: /nowhere.txt does not exist.',
    );
  });
});

describe('a session file', () => {
  test('goes over the defaults, and flags go over it', () => {
    const file = folder.write(
      'session.yaml',
      'model: gpt-4.1\ninstructions: From the file.\ntemperature: 1\ninput_audio_sampling_rate: 16000\noutput_audio_format: pcm16_8000hz\n',
    );
    const built = plan({ session: file, instructions: 'From the flag.' });
    expect(built).toMatchObject({
      model: 'gpt-4.1',
      inputRateHz: 16_000,
      outputRateHz: 8000,
      session: {
        instructions: 'From the flag.',
        temperature: 1,
        input_audio_transcription: { model: 'azure-speech' },
      },
    });
    expect(built.session.model).toBeUndefined();
    expect(plan({ session: file, model: 'gpt-5' }).model).toBe('gpt-5');
    expect(plan({ session: file }, [], { AZURE_VOICELIVE_MODEL: 'gpt-4o' }).model).toBe('gpt-4o');
  });

  test('null in it switches off, and without turn detection it is push-to-talk', () => {
    const file = folder.write(
      'session.yaml',
      'turn_detection: null\ninput_audio_transcription: null\n',
    );
    const { mode, session } = plan({ session: file });
    expect(mode).toBe('push-to-talk');
    expect(session.input_audio_transcription).toBeNull();
  });

  test('its settings of a turn detection or transcription stay when a flag names the same kind', () => {
    const file = folder.write(
      'session.yaml',
      'turn_detection: {type: server_vad, threshold: 0.8}\ninput_audio_transcription: {model: whisper-1, language: de}\n',
    );
    expect(plan({ session: file, turnDetection: 'server_vad' }).session.turn_detection).toEqual({
      type: 'server_vad',
      threshold: 0.8,
    });
    expect(plan({ session: file, bargeIn: false }).session.turn_detection).toEqual({
      type: 'server_vad',
      threshold: 0.8,
      interrupt_response: false,
    });
    expect(
      plan({ session: file, turnDetection: 'semantic_vad' }).session.turn_detection,
    ).not.toHaveProperty('threshold');
    expect(
      plan({ session: file, transcription: 'azure-speech' }).session.input_audio_transcription,
    ).toEqual({ model: 'azure-speech', language: 'de' });
  });

  test.each([
    [
      'input_audio_format: g711_ulaw\ninput_audio_sampling_rate: 16000',
      /input_audio_sampling_rate: found 16000, expected 8000 with g711_ulaw/,
    ],
    ['input_audio_sampling_rate: 44100', /input_audio_sampling_rate: found 44100/],
    [
      'input_audio_format: g711_alaw\ninput_audio_sampling_rate: 8000\ninput_audio_echo_cancellation: {type: server_echo_cancellation, reference_source: client, channels: 2}',
      /input_audio_echo_cancellation: found a reference of the client in g711_alaw/,
    ],
  ])('sound that cannot be carried is refused: %s', (content, message) => {
    const file = folder.write('session.yaml', content);
    const error = caught(() => plan({ session: file }));
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(2);
    expect(plan({ session: file, text: true }).mode).toBe('text');
  });

  test('instructions in it are refused for an agent', () => {
    const session = folder.write('session.yaml', 'instructions: x\n');
    const error = caught(() => plan({ session, agentName: 'a', projectName: 'p' }));
    expect(error.message).toMatch(/session file has instructions/);
  });
});

describe('sound on the wire', () => {
  test.each([
    [{ inputFormat: 'pcm16_16000hz' }, 16_000, 24_000],
    [{ inputFormat: 'g711_ulaw', outputFormat: 'g711_ulaw' }, 8000, 8000],
    [{ outputFormat: 'pcm16_8000hz' }, 24_000, 8000],
  ])('%j has its rates', (flags, inputRateHz, outputRateHz) => {
    expect(plan(flags)).toMatchObject({ inputRateHz, outputRateHz });
  });

  test('the echo reference of the client is a second channel', () => {
    expect(plan({ echo: 'client' }).session.input_audio_echo_cancellation).toEqual({
      type: 'server_echo_cancellation',
      reference_source: 'client',
      channels: 2,
    });
    expect(plan({ echo: 'off' }).session.input_audio_echo_cancellation).toBeNull();
  });
});

describe('tools', () => {
  test('those of the program join those of the file and replace what has the same name', () => {
    const file = folder.write(
      'session.yaml',
      'tools:\n  - {type: function, name: get_weather, description: old}\n  - {type: mcp, server_label: docs, server_url: "https://example.com/mcp"}\n',
    );
    expect(plan({ session: file }, [weather]).session.tools).toEqual([
      { type: 'mcp', server_label: 'docs', server_url: 'https://example.com/mcp' },
      weather,
    ]);
    expect(plan({}).session.tools).toBeUndefined();
  });

  test('the tool to call is a word or the name of a tool', () => {
    expect(plan({ toolChoice: 'required' }, [weather]).session.tool_choice).toBe('required');
    expect(plan({ toolChoice: 'get_weather' }, [weather]).session.tool_choice).toEqual({
      type: 'function',
      name: 'get_weather',
    });
    const error = caught(() => plan({ toolChoice: 'get_wether' }, [weather]));
    expect(error.message).toBe(
      'Flag --tool-choice: found "get_wether", expected one of auto, none, required, get_weather.',
    );
    expect(error.hint).toBe('Did you mean get_weather?');
  });
});
