import { describe, expect, it } from 'vitest';
import { isSettled } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const session = { id: 'sess_1', model: 'gpt-realtime' };

describe('what is typed before the session is ready', () => {
  it('waits, in order, and is said so once', () => {
    const script = new SessionScript({ mode: 'text' });
    script.input({ type: 'start' });
    script.intent({ type: 'say', text: 'one' });
    script.input({ type: 'socket-open', attempt: 1 });
    script.intent({ type: 'send-event', event: { type: 'input_audio_buffer.clear' } });
    script.intent({ type: 'interrupt' });
    expect(script.state.transcript).toMatchObject([
      { kind: 'notice', text: 'It will be sent when the session is ready.' },
    ]);
    script.server({ type: 'session.created', session });
    script.sent();
    script.server({ type: 'session.updated', session });
    expect(script.sent().map((event) => event['type'])).toEqual([
      'conversation.item.create',
      'response.create',
      'input_audio_buffer.clear',
    ]);
    expect(script.state.pendingIntents).toEqual([]);
  });

  it('is bounded', () => {
    const script = new SessionScript({ mode: 'text' });
    script.input({ type: 'start' });
    for (let index = 0; index < 40; index += 1) script.intent({ type: 'say', text: 'again' });
    expect(script.state.pendingIntents).toHaveLength(16);
    expect(script.state.transcript.at(-1)).toMatchObject({ level: 'warning' });
  });
});

describe('an event sent by hand', () => {
  it('is not settled before the service has answered it', () => {
    const script = new SessionScript({ mode: 'text' }).ready();
    script.intent({ type: 'retrieve-item', id: 'item_1' });
    expect(isSettled(script.state)).toBe(false);
    const item = { id: 'item_1', type: 'message', role: 'user', status: 'completed', content: [] };
    script.server({ type: 'conversation.item.retrieved', item });
    expect(isSettled(script.state)).toBe(true);
  });

  it('is settled when the service refuses it', () => {
    const script = new SessionScript({ mode: 'text' }).ready();
    script.intent({ type: 'delete-item', id: 'item_1' });
    const [effect] = script.effects;
    const eventId = effect?.type === 'send' ? effect.event.event_id : undefined;
    const error = { type: 'invalid_request_error', message: 'no such item', event_id: eventId };
    script.server({ type: 'error', error });
    expect(isSettled(script.state)).toBe(true);
  });

  it('is the active response when it asks for one, so that a second waits for it', () => {
    const script = new SessionScript({ mode: 'text' }).ready();
    script.intent({
      type: 'send-event',
      event: { type: 'response.create', response: { instructions: 'Be brief.' } },
    });
    expect(script.state.response.active.phase).toBe('requested');
    script.server({ type: 'response.created', response: { id: 'resp_1' } });
    script.server({ type: 'response.done', response: { id: 'resp_1' } });
    expect(isSettled(script.state)).toBe(true);
  });

  it('drops the late deltas of the response that it cancels', () => {
    const script = new SessionScript().ready().speaking(1);
    script.intent({ type: 'send-event', event: { type: 'response.cancel' } });
    script.speaking(1);
    expect(script.state.response.droppedLateDeltas).toBe(2);
  });

  it('does not change how sound is carried', () => {
    const script = new SessionScript().ready();
    script.intent({
      type: 'send-event',
      event: { type: 'session.update', session: { input_audio_sampling_rate: 16_000 } },
    });
    expect(script.sent()).toEqual([]);
    expect(script.state.transcript.at(-1)).toMatchObject({ level: 'error' });
  });
});

describe('an interruption of what the service plays itself', () => {
  it.each([
    ['an avatar', { type: 'session.avatar.switch_to_speaking' }],
    ['a WebRTC call', { type: 'output_audio_buffer.started', response_id: 'resp_1' }],
  ])('clears the buffer of %s', (_what, event) => {
    const script = new SessionScript().ready();
    script.server(event);
    script.intent({ type: 'interrupt' });
    expect(script.sent()).toEqual([{ type: 'output_audio_buffer.clear' }]);
  });
});

describe('what repeats itself', () => {
  it('does not bring a response back that is done, nor count its tokens twice', () => {
    const script = new SessionScript().ready().speaking(0.02).heard(0.02);
    const usage = { total_tokens: 3, input_tokens: 1, output_tokens: 2 };
    const done = { type: 'response.done', response: { id: 'resp_1', usage } };
    script.server(done);
    script.server(done);
    script.server({ type: 'response.created', response: { id: 'resp_1' } });
    expect(script.state.response.active.phase).toBe('none');
    expect(script.state.usage.total.outputText).toBe(2);
    expect(isSettled(script.state)).toBe(true);
  });

  it('ends a reply whose response.audio.done never came', () => {
    const script = new SessionScript().ready().speaking(1);
    script.server({ type: 'response.done', response: { id: 'resp_1' } });
    expect(isSettled(script.state)).toBe(false);
    script.heard(1);
    expect(isSettled(script.state)).toBe(true);
  });

  it('truncates what was cut off although its response ended before the speaker had answered', () => {
    const script = new SessionScript().ready().speaking(1).heard(1);
    script.intent({ type: 'interrupt' });
    script.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    script.flushed({
      itemId: 'item_1',
      contentIndex: 0,
      receivedSamples: 24_000,
      handedSamples: 24_000,
    });
    expect(script.sent().map((event) => event['type'])).toEqual([
      'response.cancel',
      'conversation.item.truncate',
    ]);
  });
});
