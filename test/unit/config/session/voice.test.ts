import { describe, expect, test } from 'vitest';
import { parseVoice } from '../../../../src/config/session/voice.js';
import { shapes } from '../../../../src/protocol/generated/shapes.js';
import { caught } from '../caught.js';

function voice(given: string, model = 'gpt-realtime'): unknown {
  return parseVoice(given, model, 'flag --voice');
}

function known(shape: 'OAIVoice' | 'AzureRealtimeNativeVoiceName'): readonly string[] {
  const found = shapes[shape];
  return found.kind === 'string' ? (found.values ?? []) : [];
}

describe('a voice by name', () => {
  test('every OpenAI voice of the API is known, in any case', () => {
    expect(known('OAIVoice').length).toBeGreaterThan(5);
    for (const name of known('OAIVoice')) expect(voice(name)).toEqual({ type: 'openai', name });
    expect(voice('Marin')).toEqual({ type: 'openai', name: 'marin' });
  });

  test.each([
    'en-US-AvaNeural',
    'en-US-AvaMultilingualNeural',
    'en-US-Ava:DragonHDLatestNeural',
    'en-US-Jasper:MAI-Voice-1',
    'zh-CN-liaoning-XiaobeiNeural',
    'iu-Latn-CA-SiqiniqNeural',
    'fil-PH-AngeloNeural',
  ])('%s is an Azure voice', (name) => {
    expect(voice(name)).toEqual({ type: 'azure-standard', name });
  });

  test('the native voices belong to the model azure-realtime', () => {
    for (const name of known('AzureRealtimeNativeVoiceName')) {
      expect(voice(name, 'azure-realtime')).toEqual({ type: 'azure-realtime-native', name });
      expect(caught(() => voice(name)).message).toMatch(/belongs to the model azure-realtime/);
    }
  });

  test('an unknown name suggests a near one', () => {
    const error = caught(() => voice('aloy'));
    expect(error.message).toMatch(/^Flag --voice: found "aloy", expected the name of an OpenAI/);
    expect(error.hint).toBe('Did you mean alloy?');
    expect(error.exitCode).toBe(2);
  });
});

describe('a voice as JSON', () => {
  test('is taken as given', () => {
    const custom = { type: 'azure-custom', name: 'Mine', endpoint_id: 'e1', temperature: 0.5 };
    expect(voice(JSON.stringify(custom))).toEqual(custom);
    expect(voice('"a-voice-of-tomorrow"')).toBe('a-voice-of-tomorrow');
  });

  test('is checked', () => {
    expect(caught(() => voice('{"type":"azure-standard"')).message).toMatch(/expected valid JSON/);
    const error = caught(() => voice('{"type":"azure-standard","nam":"x"}'));
    expect(error.hint).toMatch(/^name: missing; expected/);
    expect(caught(() => voice('[]')).exitCode).toBe(2);
  });
});
