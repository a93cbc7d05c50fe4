import { describe, expect, it } from 'vitest';
import { activity, isMicrophoneOpen, isSettled } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const done = (id: string) => ({ type: 'response.done', response: { id, status: 'completed' } });

describe('push-to-talk', () => {
  const ready = (): SessionScript => new SessionScript({ mode: 'push-to-talk' }).ready(null);

  it('opens the microphone only while talking', () => {
    const session = ready();
    expect(isMicrophoneOpen(session.state)).toBe(false);
    session.intent({ type: 'talk-start' });
    expect(isMicrophoneOpen(session.state)).toBe(true);
    expect(activity(session.state)).toBe('recording');
  });

  it('commits and asks for an answer when sent', () => {
    const session = ready();
    session.intent({ type: 'talk-start' });
    session.append(10);
    session.intent({ type: 'talk-send' });
    expect(session.sent()).toEqual([
      { type: 'input_audio_buffer.commit' },
      { type: 'response.create' },
    ]);
    expect(isMicrophoneOpen(session.state)).toBe(false);
  });

  it('discards what the service would refuse as too short, with a hint', () => {
    const session = ready();
    session.intent({ type: 'talk-start' });
    session.append(4);
    session.intent({ type: 'talk-send' });
    expect(session.sent()).toEqual([{ type: 'input_audio_buffer.clear' }]);
    expect(session.state.transcript.at(-1)).toMatchObject({ kind: 'notice', level: 'warning' });
  });

  it('clears the buffer when given up', () => {
    const session = ready();
    session.intent({ type: 'talk-start' });
    session.append(20);
    session.intent({ type: 'talk-discard' });
    expect(session.sent()).toEqual([{ type: 'input_audio_buffer.clear' }]);
    expect(session.state.input.phase).toBe('idle');
  });

  it('waits with the request while the old response is being cancelled', () => {
    const session = ready().speaking(2).heard(1);
    session.intent({ type: 'talk-start' });
    session.flushed({
      itemId: 'item_1',
      contentIndex: 0,
      receivedSamples: 48_000,
      handedSamples: 24_000,
    });
    session.append(10);
    session.intent({ type: 'talk-send' });
    expect(session.sent().map((event) => event['type'])).toEqual([
      'response.cancel',
      'conversation.item.truncate',
      'input_audio_buffer.commit',
    ]);
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    expect(session.sent()).toEqual([{ type: 'response.create' }]);
  });

  it('asks once more when the service says that a response is still active', () => {
    const session = ready();
    session.intent({ type: 'say', text: 'hello' });
    const create = session.effects.find(
      (effect) => effect.type === 'send' && effect.event.type === 'response.create',
    );
    session.sent();
    session.server({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        code: 'conversation_already_has_active_response',
        message: 'Conversation already has an active response in progress: resp_x.',
        event_id: create?.type === 'send' ? create.event.event_id : undefined,
      },
    });
    expect(session.sent()).toEqual([]);
    session.server(done('resp_x'));
    expect(session.sent()).toEqual([{ type: 'response.create' }]);
  });
});

describe('a spoken turn', () => {
  it('shows the words in the order of the conversation although they are transcribed later', () => {
    const session = new SessionScript().ready();
    session.server({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: 0,
      item_id: 'item_user',
    });
    expect(activity(session.state)).toBe('hearing-you');
    session.server({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: 900,
      item_id: 'item_user',
    });
    session.server({ type: 'input_audio_buffer.committed', item_id: 'item_user' });
    session.speaking(1);
    session.server({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'item_user',
      content_index: 0,
      transcript: 'What time is it?',
    });
    expect(session.state.transcript).toMatchObject([
      { kind: 'user', text: 'What time is it?', phase: 'final' },
      { kind: 'assistant', text: 'One, two, three' },
    ]);
  });

  it('dates the end of speech inside the append that holds it, and by its capture when sending was held up', () => {
    const session = new SessionScript().ready();
    session.append(49);
    session.input({
      type: 'sent',
      raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
      bytes: 1300,
      audio: { track: 'microphone', offset: 0, length: 480 },
      lateMs: 100,
    });
    const capturedMs = session.nowMs - 100;
    session.server({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: 993,
      item_id: 'item_user',
    });
    expect(session.state.latency.current.speechEndMs).toBe(capturedMs - 7);
  });

  it('counts an answer as heard when it was, not when this program came to know of it', () => {
    const session = new SessionScript().ready().speaking(1);
    const run = { itemId: 'item_1', contentIndex: 0, fromSample: 0, samples: 480 };
    session.nowMs += 50;
    session.input({ type: 'played', runs: [run], depthMs: -15 });
    expect(session.state.latency.current.firstHeardMs).toBe(session.nowMs - 35);
    expect(session.state.spans).toMatchObject([
      { side: 'assistant', startMs: session.nowMs - 35, endMs: session.nowMs - 15 },
    ]);
  });

  it('measures the answer from the moment the last of the speech was spoken to the first sample played', () => {
    const session = new SessionScript().ready();
    session.append(50);
    const speechEnd = session.nowMs;
    session.append(25);
    session.server({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: 1000,
      item_id: 'item_user',
    });
    session.speaking(1).heard(0.02);
    expect(session.state.latency.last?.speechEndMs).toBe(speechEnd);
    expect(session.state.latency.answerMs).toEqual([session.nowMs - speechEnd]);
    session.heard(0.02, 'item_1', 480);
    expect(session.state.latency.answerMs).toHaveLength(1);
  });

  it('is settled only when the answer was played to its end', () => {
    const session = new SessionScript().ready().speaking(1);
    session.server({
      type: 'response.audio.done',
      response_id: 'resp_1',
      item_id: 'item_1',
      output_index: 0,
      content_index: 0,
    });
    session.server(done('resp_1'));
    expect(isSettled(session.state)).toBe(false);
    session.heard(1);
    expect(isSettled(session.state)).toBe(true);
  });
});

describe('a typed turn', () => {
  it('is answered also when the one before it was only just asked for', () => {
    const session = new SessionScript().ready();
    session.intent({ type: 'say', text: 'first' });
    session.intent({ type: 'say', text: 'second' });
    session.sent();
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    expect(session.sent()).toEqual([{ type: 'response.cancel' }]);
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    expect(session.sent()).toEqual([{ type: 'response.create' }]);
  });

  it('takes the floor: the reply being spoken is cut, then the request goes out', () => {
    const session = new SessionScript().ready().speaking(2).heard(1);
    session.intent({ type: 'say', text: 'and in Bergen' });
    session.flushed({
      itemId: 'item_1',
      contentIndex: 0,
      receivedSamples: 48_000,
      handedSamples: 24_000,
    });
    expect(session.sent().map((event) => event['type'])).toEqual([
      'response.cancel',
      'conversation.item.create',
      'conversation.item.truncate',
    ]);
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    expect(session.sent()).toEqual([{ type: 'response.create' }]);
  });
});
