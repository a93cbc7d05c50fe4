import { describe, expect, it } from 'vitest';
import { patienceMs, whenAnswered, type Answered } from '../../../src/again/await-answers.js';
import type { SessionState } from '../../../src/session/state.js';
import type { SessionView } from '../../../src/session/view.js';
import { SessionScript } from '../../helpers/session.js';
import { FakeTimers } from '../audio/fake-timers.js';

/** A session on a clock of its own, and how waiting for its answers ended so far. */
class Waiting {
  readonly clock = new FakeTimers();
  readonly session = new SessionScript().ready();
  readonly #listeners = new Set<() => void>();
  answered: Promise<Answered> | undefined;

  begin(): void {
    const view: SessionView = {
      getState: (): SessionState => this.session.state,
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      dispatch: () => undefined,
    };
    this.answered = whenAnswered(view, this.clock);
  }

  /** Does something in the session, then lets time pass. */
  then(act: () => void, ms = 0): void {
    act();
    for (const listener of this.#listeners) listener();
    this.clock.pass(ms);
  }

  /** `waiting` when it has not ended. */
  outcome(): Promise<unknown> {
    return Promise.race([this.answered, Promise.resolve('waiting')]);
  }
}

const created = { type: 'response.created', response: { id: 'resp_1' } };

describe('waiting for the answers of a service', () => {
  it('ends when everything is answered', async () => {
    const waiting = new Waiting();
    waiting.session.server(created);
    waiting.begin();
    expect(await waiting.outcome()).toBe('waiting');
    waiting.then(() => waiting.session.server({ ...created, type: 'response.done' }));
    expect(await waiting.outcome()).toBe('answered');
  });

  it('says that a reply never began, or has no end', async () => {
    const asked = new Waiting();
    asked.session.intent({ type: 'say', text: 'hello' });
    asked.begin();
    asked.clock.pass(patienceMs);
    expect(await asked.outcome()).toEqual({ missing: 'the reply that was requested' });

    const begun = new Waiting();
    begun.session.server(created);
    begun.begin();
    begun.clock.pass(patienceMs - 1);
    expect(await begun.outcome()).toBe('waiting');
    begun.clock.pass(1);
    expect(await begun.outcome()).toEqual({ missing: 'the end of the reply (response.done)' });
  });

  it('says that a transcription never came', async () => {
    const waiting = new Waiting();
    const item = { item_id: 'item_1' };
    waiting.session.server({
      type: 'input_audio_buffer.speech_started',
      ...item,
      audio_start_ms: 0,
    });
    waiting.session.server({ type: 'input_audio_buffer.speech_stopped', ...item, audio_end_ms: 9 });
    waiting.begin();
    waiting.clock.pass(patienceMs);
    expect(await waiting.outcome()).toEqual({
      missing: 'the transcription of what was said',
    });
  });

  it('is patient while the service sends anything, and not because we send', async () => {
    const waiting = new Waiting();
    waiting.session.server(created);
    waiting.begin();
    const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
    for (let second = 0; second < 60; second += 10)
      waiting.then(() => {
        waiting.session.server({ type: 'response.text.delta', ...place, delta: 'and ' });
      }, 10_000);
    expect(await waiting.outcome()).toBe('waiting');
    for (let second = 0; second < 30; second += 10)
      waiting.then(() => {
        waiting.session.input({ type: 'sent', raw: { type: 'session.update' }, bytes: 1 });
      }, 10_000);
    expect(await waiting.outcome()).toEqual({ missing: 'the end of the reply (response.done)' });
  });

  it('ends with the session', async () => {
    const waiting = new Waiting();
    waiting.session.server(created);
    waiting.begin();
    waiting.then(() => waiting.session.intent({ type: 'quit' }));
    expect(await waiting.outcome()).toBe('over');
  });
});
