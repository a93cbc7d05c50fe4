import { describe, expect, it } from 'vitest';
import { activity } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };

describe('what the session says it is doing', () => {
  it('is replying while words arrive, and thinking only before them', () => {
    const session = new SessionScript({ mode: 'text' }).ready();
    session.intent({ type: 'say', text: 'hello' });
    expect(activity(session.state)).toBe('thinking');
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    expect(activity(session.state)).toBe('thinking');
    session.server({ type: 'response.text.delta', ...place, delta: 'Hel' });
    expect(activity(session.state)).toBe('replying');
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
    expect(activity(session.state)).toBe('idle');
  });

  it('is speaking once the words are heard', () => {
    const session = new SessionScript().ready().speaking(1);
    expect(activity(session.state)).toBe('replying');
    session.heard(0.1);
    expect(activity(session.state)).toBe('speaking');
  });
});

describe('a text reply that is cancelled', () => {
  it.each(['cancel', 'interrupt'] as const)('is marked where %s stopped it', (type) => {
    const session = new SessionScript({ mode: 'text' }).ready();
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    session.server({ type: 'response.text.delta', ...place, delta: 'Once upon' });
    session.intent({ type });
    session.server({ type: 'response.text.delta', ...place, delta: ' a time' });
    session.server({ type: 'response.text.done', ...place, text: 'Once upon a time' });
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    expect(session.state.transcript).toMatchObject([
      { kind: 'assistant', text: 'Once upon', final: true, cancelled: true },
    ]);
  });

  it('is not marked when its text was complete', () => {
    const session = new SessionScript({ mode: 'text' }).ready();
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    session.server({ type: 'response.text.done', ...place, text: 'Once.' });
    session.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    expect(session.state.transcript).toMatchObject([{ kind: 'assistant', text: 'Once.' }]);
    expect(session.state.transcript[0]).not.toHaveProperty('cancelled');
  });
});
