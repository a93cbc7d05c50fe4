import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../src/session/state.js';
import { isJsonObject } from '../../src/shared/json.js';
import { SessionScript } from '../helpers/session.js';

const folder = new URL('../fixtures/service-recordings/', import.meta.url);

/** Plays the service's side of a recording through the session core; throws when an event is unknown or malformed. */
function play(file: string, model: string): SessionState {
  const session = new SessionScript({ model });
  session.input({ type: 'start' });
  session.input({ type: 'socket-open', attempt: 1 });
  for (const line of readFileSync(new URL(file, folder), 'utf8').trim().split('\n')) {
    const row: unknown = JSON.parse(line);
    if (!isJsonObject(row) || row['dir'] !== 's2c' || !isJsonObject(row['data'])) continue;
    session.server(row['data'], row['data']['type'] === 'response.audio.delta' ? 4800 : 0);
  }
  return session.state;
}

const said = (state: SessionState): readonly string[] =>
  state.transcript.flatMap((entry) =>
    entry.kind === 'user' || entry.kind === 'assistant' ? [`${entry.kind}: ${entry.text}`] : [],
  );

describe('recordings of the real service, played through the session core', () => {
  it('shows a spoken turn with both sides, and what it cost', () => {
    const state = play('test_audio_in_server_vad_turn.jsonl', 'gpt-realtime');
    expect(said(state)).toMatchInlineSnapshot(`
      [
        "user: Cześć, nazywam się Marcelo.",
        "assistant: Hi Marcelo, nice to meet you! How can I help you today?",
      ]
    `);
    expect(state.usage.total).toMatchObject({
      inputText: 14,
      inputAudio: 30,
      outputText: 27,
      outputAudio: 72,
    });
    expect(state.usage.priced).toBe(true);
    expect(state.counters).toMatchObject({ malformedEvents: 0, unknownEvents: 0 });
  });

  it('shows a typed turn answered in audio', () => {
    const state = play('test_text_in_audio_out_turn.jsonl', 'gpt-realtime');
    expect(said(state)).toEqual(['user: Say a short greeting.', 'assistant: Hola, ¿qué tal?']);
    expect(state.response.active.phase).toBe('none');
  });

  it('shows an answer of the cascade class with an Azure voice', () => {
    const state = play('cascade_gpt-5_text_in_audio_out_azure_voice.jsonl', 'gpt-5');
    expect(said(state)).toEqual(['user: Say a short greeting.', 'assistant: Hello there!']);
    expect(state.usage.total.reasoning).toBe(0);
  });

  it('asks about the tool call of a recorded round and shows the answer', () => {
    const state = play('realtime_gpt-realtime_tool_call_round_timed.jsonl', 'gpt-realtime');
    expect(state.transcript).toMatchObject([
      { kind: 'user', text: 'What is the weather in London?' },
      {
        kind: 'tool',
        name: 'get_weather',
        arguments: '{  \n  "city": "London" \n} \n',
        phase: 'waiting',
      },
      { kind: 'assistant', final: true },
    ]);
    expect(state.usage.responses).toBe(2);
  });

  it('takes the session of a recording with semantic_vad and far-field noise reduction', () => {
    const state = play('realtime_semantic_vad_far_field_session_frames_only.jsonl', 'gpt-realtime');
    expect(state.connection.phase).toBe('ready');
    expect(state.applied?.turn_detection?.type).toBe('semantic_vad');
    expect(state.applied?.input_audio_noise_reduction?.type).toBe('far_field');
  });
});
