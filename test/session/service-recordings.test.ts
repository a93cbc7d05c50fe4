import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RequestSession } from '../../src/protocol/generated/types.js';
import { isRequestSession } from '../../src/protocol/limits.js';
import type { SessionState } from '../../src/session/state.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/shared/json.js';
import { SessionScript } from '../helpers/session.js';

const folder = new URL('../fixtures/service-recordings/', import.meta.url);

interface RecordedFrame {
  readonly dir: JsonValue | undefined;
  readonly data: JsonObject;
}

function framesOf(file: string): readonly RecordedFrame[] {
  const lines = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const row: unknown = JSON.parse(line);
    if (!isJsonObject(row)) return [];
    const { dir, data } = row;
    return isJsonObject(data) ? [{ dir, data }] : [];
  });
}

/** What the recording's client asked for. */
function askedIn(file: string): RequestSession {
  for (const { dir, data } of framesOf(file)) {
    const session = data['session'];
    if (dir === 'c2s' && data['type'] === 'session.update' && isRequestSession(session))
      return session;
  }
  throw new Error(`${file} has no session.update`);
}

/** Plays the service's side of a recording through the session core; throws when an event is unknown or malformed. */
function play(file: string, model: string, asked = askedIn(file)): SessionState {
  const session = new SessionScript({ model, session: asked });
  session.input({ type: 'start' });
  session.input({ type: 'socket-open', attempt: 1 });
  for (const { dir, data } of framesOf(file)) {
    if (dir !== 's2c') continue;
    session.server(data, data['type'] === 'response.audio.delta' ? 4800 : 0);
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
    expect(state.reportedSession?.turn_detection?.type).toBe('semantic_vad');
    expect(state.reportedSession?.input_audio_noise_reduction?.type).toBe('far_field');
  });

  const recordings = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));

  it.each(recordings)('finds no difference between asked and applied in %s', (file) => {
    expect(play(file, 'gpt-realtime').differences).toEqual([]);
  });

  it.each(recordings)('names what would differ from another wish in %s', (file) => {
    const asked: RequestSession = {
      ...askedIn(file),
      voice: 'marin-of-nowhere',
      modalities: ['text', 'avatar'],
      max_response_output_tokens: 77,
      input_audio_echo_cancellation: { type: 'server_echo_cancellation' },
      input_audio_noise_reduction: null,
      metadata: { run: '1' },
    };
    const { differences, transcript } = play(file, 'gpt-realtime', asked);
    const paths = differences.map((line) => line.split(':')[0]);
    const expected = ['voice', 'modalities', 'max_response_output_tokens'];
    expect(paths).toEqual(expect.arrayContaining([...expected, 'input_audio_echo_cancellation']));
    // The service did not report metadata at all, so nothing can be said about it.
    expect(paths).not.toContain('metadata');
    expect(differences).toContain('max_response_output_tokens: requested 77, applied "inf"');
    const notices = transcript.filter(
      (entry) => entry.kind === 'notice' && entry.text.includes('ignored some'),
    );
    expect(notices).toHaveLength(1);
  });
});
