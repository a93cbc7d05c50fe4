import { describe, expect, it } from 'vitest';
import { SessionScript } from '../helpers/session.js';

const notice = (session: SessionScript): string | undefined => {
  const last = session.state.transcript.findLast((entry) => entry.kind === 'notice');
  return last?.kind === 'notice' ? last.text : undefined;
};

function failure(more: Record<string, unknown>): Record<string, unknown> {
  return { type: 'error', error: { type: 'invalid_request_error', message: 'refused', ...more } };
}

describe('a push-to-talk turn', () => {
  /** So many frames of 20 ms while the key is held. */
  function talked(frames: number): SessionScript {
    const session = new SessionScript({ mode: 'push-to-talk' }).ready(null);
    session.intent({ type: 'talk-start' });
    session.append(frames);
    session.intent({ type: 'talk-send' });
    return session;
  }

  it('of exactly 100 ms is committed', () => {
    const sent = talked(5).sent();
    expect(sent).toEqual([{ type: 'input_audio_buffer.commit' }, { type: 'response.create' }]);
  });

  it('of less is discarded, with a hint', () => {
    const session = talked(4);
    expect(session.sent()).toEqual([{ type: 'input_audio_buffer.clear' }]);
    expect(notice(session)).toContain('80 ms');
  });

  it('goes on being sent when an error is about something else', () => {
    const session = talked(5);
    session.server(failure({ event_id: 'event_of_mine' }));
    expect(session.state.input.phase).toBe('committing');
  });

  it('is over when its commit is refused, by its id or by an error without one', () => {
    const named = talked(5);
    const { input } = named.state;
    named.server(failure(input.phase === 'committing' ? { event_id: input.eventId } : {}));
    const unnamed = talked(5);
    unnamed.server(failure({}));
    expect([named.state.input.phase, unnamed.state.input.phase]).toEqual(['idle', 'idle']);
  });
});

describe('an error that answers a question about items', () => {
  /** Two items were asked for. */
  function asked(): SessionScript {
    const session = new SessionScript().ready();
    session.intent({ type: 'retrieve-item', id: 'item_1' });
    session.intent({ type: 'retrieve-item', id: 'item_2' });
    return session;
  }

  function waiting(session: SessionScript): readonly string[] {
    return session.state.awaited.map(({ eventId }) => eventId);
  }

  it('ends the question that it names, and no other', () => {
    const session = asked();
    const [first, second] = waiting(session);
    session.server(failure({ event_id: second }));
    expect(waiting(session)).toEqual([first]);
    session.server(failure({ event_id: 'event_of_mine' }));
    expect(waiting(session)).toEqual([first]);
  });

  it('ends the oldest one when it names none', () => {
    const session = asked();
    const [, second] = waiting(session);
    session.server(failure({}));
    expect(waiting(session)).toEqual([second]);
  });
});

describe('a cancel sent by hand', () => {
  const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };

  function cancelled(more: { response_id?: string }): SessionScript {
    const session = new SessionScript().ready().speaking(1);
    session.intent({ type: 'send-event', event: { type: 'response.cancel', ...more } });
    session.server({ type: 'response.audio.delta', ...place, delta: 'AAAA' }, 480);
    return session;
  }

  it('of another response leaves the one that is spoken alone', () => {
    const session = cancelled({ response_id: 'resp_0' });
    expect(session.state.response.active).toEqual({ phase: 'active', id: 'resp_1' });
    expect(session.state.playback.parts).toMatchObject([{ receivedSamples: 24_480 }]);
    expect(session.sent()).toEqual([{ type: 'response.cancel', response_id: 'resp_0' }]);
  });

  it.each([[{}], [{ response_id: 'resp_1' }]])('with %j drops what still comes', (more) => {
    const session = cancelled(more);
    expect(session.state.response.active).toMatchObject({ phase: 'cancelling', id: 'resp_1' });
    expect(session.state.response.droppedLateDeltas).toBe(1);
  });
});

describe('a session that has spent its budget', () => {
  it('ends only after the speaker said what was heard of an interrupted reply', () => {
    const session = new SessionScript({ maxCostUsd: 0.001 }).ready().speaking(1);
    const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
    session.server({ type: 'response.audio.done', ...place });
    session.intent({ type: 'interrupt' });
    session.heard(1);
    const usage = { total_tokens: 100_000, input_tokens: 50_000, output_tokens: 50_000 };
    session.server({ type: 'response.done', response: { id: 'resp_1', usage } });
    expect(session.state.playback.parts).toEqual([]);
    expect(session.state.connection.phase).toBe('ready');
    session.flushed({
      itemId: 'item_1',
      contentIndex: 0,
      receivedSamples: 24_000,
      handedSamples: 24_000,
    });
    expect(session.state.connection).toMatchObject({ failure: { code: 'max-cost' } });
  });
});
