import { describe, expect, it } from 'vitest';
import { activity } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
const partHeard = {
  itemId: 'item_1',
  contentIndex: 0,
  receivedSamples: 9.25 * 24_000,
  handedSamples: 81_900,
};
const nothingHeard = {
  itemId: 'item_1',
  contentIndex: 0,
  receivedSamples: 48_000,
  handedSamples: 0,
};

describe('interrupting by key', () => {
  it('silences, cancels and truncates to the whole milliseconds that were heard', () => {
    const session = new SessionScript().ready().speaking(9.25).heard(3.4125);
    const effects = session.intent({ type: 'interrupt' });
    expect(effects.map((effect) => effect.type)).toEqual(['send', 'flush']);
    expect(session.sent()).toEqual([{ type: 'response.cancel' }]);
    session.flushed(partHeard);
    expect(session.sent()).toEqual([
      {
        type: 'conversation.item.truncate',
        item_id: 'item_1',
        content_index: 0,
        audio_end_ms: 3412,
      },
    ]);
    const entry = session.state.transcript.find((each) => each.kind === 'assistant');
    expect(entry?.cut).toEqual({ heardMs: 3412, receivedMs: 9250, deleted: false });
  });

  it('sends no cancel when the response is already complete and only its sound plays', () => {
    const session = new SessionScript().ready().speaking(9.25).heard(1);
    session.server({ type: 'response.audio.done', ...place });
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
    session.intent({ type: 'interrupt' });
    session.flushed(partHeard);
    expect(session.sent().map((event) => event['type'])).toEqual(['conversation.item.truncate']);
  });

  it('deletes an item of which nothing was heard, once its response is done', () => {
    const session = new SessionScript().ready().speaking(2);
    session.intent({ type: 'interrupt' });
    session.flushed(nothingHeard);
    expect(session.sent()).toEqual([{ type: 'response.cancel' }]);
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    expect(session.sent()).toEqual([{ type: 'conversation.item.delete', item_id: 'item_1' }]);
  });

  it('deletes a written item whose sound has not come yet', () => {
    const session = new SessionScript().ready();
    session.server({ type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } });
    session.server({ type: 'response.audio_transcript.delta', ...place, delta: 'One' });
    session.intent({ type: 'interrupt' });
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    expect(session.sent()).toEqual([
      { type: 'response.cancel' },
      { type: 'conversation.item.delete', item_id: 'item_1' },
    ]);
  });

  it('cancels a response that was asked for as soon as it exists', () => {
    const session = new SessionScript().ready();
    session.intent({ type: 'say', text: 'hello' });
    session.intent({ type: 'interrupt' });
    expect(session.sent().map((event) => event['type'])).toEqual([
      'conversation.item.create',
      'response.create',
    ]);
    session.server({ type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } });
    expect(session.sent()).toEqual([{ type: 'response.cancel' }]);
  });

  it('does nothing when nothing is said or made', () => {
    const session = new SessionScript().ready();
    expect(session.intent({ type: 'interrupt' })).toEqual([]);
  });

  it('truncates once when interrupted twice before the device answers', () => {
    const session = new SessionScript().ready().speaking(9.25).heard(1);
    session.intent({ type: 'interrupt' });
    session.intent({ type: 'interrupt' });
    session.flushed(partHeard);
    expect(session.sent().map((event) => event['type'])).toEqual([
      'response.cancel',
      'conversation.item.truncate',
    ]);
  });

  it('drops and counts what still arrives of a cancelled response', () => {
    const session = new SessionScript().ready().speaking(2).heard(1);
    session.intent({ type: 'interrupt' });
    session.flushed(partHeard);
    const effects = session.server({ type: 'response.audio.delta', ...place, delta: 'AAAA' }, 4800);
    session.server({ type: 'response.audio_transcript.delta', ...place, delta: ' four' });
    expect(effects).toEqual([]);
    expect(session.state.response.droppedLateDeltas).toBe(2);
    expect(session.state.playback.parts).toEqual([]);
  });

  it('plays the next reply in full after an interruption', () => {
    const session = new SessionScript().ready().speaking(2).heard(1);
    session.intent({ type: 'interrupt' });
    session.flushed(partHeard);
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    session.speaking(1, { responseId: 'resp_2', itemId: 'item_2' });
    expect(session.state.playback.parts).toMatchObject([
      { itemId: 'item_2', receivedSamples: 24_000 },
    ]);
  });

  it('forgives a cancel that lost the race with the end of the response', () => {
    const session = new SessionScript().ready().speaking(2).heard(1);
    session.intent({ type: 'interrupt' });
    const cancel = session.effects.find((effect) => effect.type === 'send');
    session.server({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        code: 'response_cancel_not_active',
        message: 'Cancellation failed: no active response found',
        event_id: cancel?.event.event_id,
      },
    });
    expect(session.state.response.active).toEqual({ phase: 'none' });
    expect(session.state.transcript.some((entry) => entry.kind === 'notice')).toBe(false);
  });
});

describe('interrupting by speech', () => {
  const speech = {
    type: 'input_audio_buffer.speech_started',
    audio_start_ms: 100,
    item_id: 'item_user',
  };

  it('silences and truncates but leaves the cancel to the service', () => {
    const session = new SessionScript().ready().speaking(9.25).heard(3.4125);
    session.server(speech);
    session.flushed(partHeard);
    expect(session.sent()).toEqual([
      {
        type: 'conversation.item.truncate',
        item_id: 'item_1',
        content_index: 0,
        audio_end_ms: 3412,
      },
    ]);
    expect(activity(session.state)).toBe('hearing-you');
  });

  it('lets the reply go on when the service does not interrupt', () => {
    const session = new SessionScript()
      .ready({ type: 'server_vad', interrupt_response: false })
      .speaking(2)
      .heard(1);
    expect(session.server(speech)).toEqual([]);
  });

  it('leaves the truncation to the service under auto_truncate, and shows both figures', () => {
    const session = new SessionScript()
      .ready({ type: 'server_vad', auto_truncate: true })
      .speaking(9.25)
      .heard(1);
    session.server(speech);
    session.flushed(partHeard);
    expect(session.sent()).toEqual([]);
    session.server({
      type: 'conversation.item.truncated',
      item_id: 'item_1',
      content_index: 0,
      audio_end_ms: 3374,
    });
    const entry = session.state.transcript.find((each) => each.kind === 'assistant');
    expect(entry?.cut).toMatchObject({ heardMs: 3412, confirmedMs: 3374 });
  });
});

describe('the single keys', () => {
  it('cancel alone leaves what was received to play', () => {
    const session = new SessionScript().ready().speaking(2).heard(1);
    const effects = session.intent({ type: 'cancel' });
    expect(effects.map((effect) => effect.type)).toEqual(['send']);
    expect(session.state.playback.parts).toHaveLength(1);
  });

  it('truncate alone leaves the response to be written', () => {
    const session = new SessionScript().ready().speaking(9.25).heard(1);
    session.intent({ type: 'truncate' });
    session.flushed(partHeard);
    expect(session.sent().map((event) => event['type'])).toEqual(['conversation.item.truncate']);
    expect(session.state.response.active.phase).toBe('active');
  });
});

describe('the loss of the speaker', () => {
  it('cuts the reply where it was heard, and what still comes of it is not waited for', () => {
    const session = new SessionScript().ready().speaking(9.25).heard(1);
    const item = { itemId: 'item_1', contentIndex: 0, receivedSamples: 9.25 * 24_000 };
    session.input({ type: 'audio-lost', what: 'both', reason: 'gone' });
    session.input({ type: 'flushed', flushId: 0, items: [{ ...item, handedSamples: 24_000 }] });
    expect(session.sent()).toMatchObject([
      { type: 'response.cancel' },
      { type: 'conversation.item.truncate', item_id: 'item_1', audio_end_ms: 1000 },
    ]);
    session.input({ type: 'audio-restored' });
    const late = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
    const effects = session.server({ type: 'response.audio.delta', ...late, delta: 'AA==' }, 4800);
    expect(effects).toEqual([]);
    expect(session.state.playback.parts).toEqual([]);
    expect(session.state.response.droppedLateDeltas).toBe(1);
  });
});
