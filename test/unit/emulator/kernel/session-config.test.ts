import { describe, expect, it } from 'vitest';
import { profileOf } from '../../../../src/emulator/kernel/model-class.js';
import { createdSession, updatedSession } from '../../../../src/emulator/kernel/session-config.js';
import type { SessionFacts } from '../../../../src/emulator/kernel/session-rules.js';
import { inputChannels, inputRateHz } from '../../../../src/emulator/kernel/session-values.js';
import { ServiceErrorThrown } from '../../../../src/emulator/kernel/service-error.js';
import type { JsonObject } from '../../../../src/shared/json.js';

function updated(model: string, update: JsonObject, facts: Partial<SessionFacts> = {}): JsonObject {
  const profile = profileOf(model);
  if (profile === undefined) throw new Error(`no model ${model}`);
  return updatedSession(createdSession(profile, 'sess_1', 0), update, {
    profile,
    audioProduced: false,
    audioReceived: false,
    agentMode: false,
    clientEcho: true,
    ...facts,
  });
}

describe('a session update', () => {
  it('brings the default persona back for empty instructions', () => {
    expect(updated('gpt-realtime', { instructions: '' })['instructions']).toMatch(
      /^Your knowledge/,
    );
    expect(updated('gpt-5', { instructions: '' })['instructions']).toMatch(
      /^You are a speech chat/,
    );
  });

  it('keeps what it does not name', () => {
    const session = updated('gpt-realtime', { temperature: 0.7 });
    expect(session).toMatchObject({
      temperature: 0.7,
      tool_choice: 'auto',
      object: 'realtime.session',
    });
  });

  it('switches turn detection and transcription off with null', () => {
    expect(
      updated('gpt-5', { turn_detection: null, input_audio_transcription: null }),
    ).toMatchObject({ turn_detection: null, input_audio_transcription: null });
    expect(updated('gpt-5', { turn_detection: { type: 'none' } })['turn_detection']).toBeNull();
  });

  it('fills a voice given by name', () => {
    expect(updated('gpt-5', { voice: 'en-US-JennyNeural' })['voice']).toMatchObject({
      name: 'en-US-JennyNeural',
      type: 'azure-standard',
      style: null,
    });
  });

  it('does not change the model', () => {
    expect(updated('gpt-5', { model: 'gpt-4.1' })['model']).toBe('gpt-5');
  });

  it('refuses another voice after the assistant spoke, but not the same one', () => {
    expect(() => updated('gpt-realtime', { voice: 'sage' }, { audioProduced: true })).toThrow(
      ServiceErrorThrown,
    );
    expect(
      updated('gpt-realtime', { voice: 'alloy' }, { audioProduced: true })['voice'],
    ).toMatchObject({
      name: 'alloy',
    });
  });

  it('checks that echo reference and channels agree', () => {
    const echo = (more: JsonObject): JsonObject => ({
      input_audio_echo_cancellation: { type: 'server_echo_cancellation', ...more },
    });
    expect(() => updated('gpt-5', echo({ channels: 2 }))).toThrow(/reference_source/);
    expect(() => updated('gpt-5', echo({ reference_source: 'client' }))).toThrow(/two channels/);
    const session = updated('gpt-5', echo({ channels: 2, reference_source: 'client' }));
    expect(inputChannels(session)).toBe(2);
  });

  it('decides the rate of the input', () => {
    expect(inputRateHz(updated('gpt-5', {}))).toBe(24_000);
    expect(inputRateHz(updated('gpt-5', { input_audio_sampling_rate: 16_000 }))).toBe(16_000);
    expect(inputRateHz(updated('gpt-5', { input_audio_format: 'g711_ulaw' }))).toBe(8000);
    expect(() => updated('gpt-5', { input_audio_sampling_rate: 1 })).toThrow(/8000, 16000, 24000/);
  });
});

describe('models', () => {
  it.each([
    ['gpt-realtime', 'realtime'],
    ['gpt-realtime-datazone', 'realtime'],
    ['gpt-4.1', 'cascade'],
    ['gpt-4o-2024-11-20', 'cascade'],
    ['gpt-5.4-mini', undefined],
    ['gpt-3', undefined],
  ])('%s is %s', (model, modelClass) => {
    expect(profileOf(model)?.modelClass).toBe(modelClass);
  });
});
