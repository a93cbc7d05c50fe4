import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../../src/session/state.js';
import { renderTranscript } from '../../src/tui/plain/exit-transcript.js';
import { SessionScript } from '../helpers/session.js';

const session = { id: 'sess_2', model: 'gpt-realtime', turn_detection: { type: 'server_vad' } };
const place = { output_index: 0, content_index: 0 };

function attemptOf(script: SessionScript): number {
  const { connection } = script.state;
  return 'attempt' in connection ? connection.attempt : 0;
}

function lose(script: SessionScript): void {
  const attempt = attemptOf(script);
  script.input({ type: 'socket-closed', attempt, code: 1006, reason: '', retryable: true });
}

function comeBack(script: SessionScript): void {
  const attempt = attemptOf(script) + 1;
  script.input({ type: 'woke', id: 'reconnect' });
  script.input({ type: 'socket-open', attempt });
  script.server({ type: 'session.created', session });
  script.server({ type: 'session.updated', session });
}

function refuse(script: SessionScript): void {
  const attempt = attemptOf(script) + 1;
  script.input({ type: 'woke', id: 'reconnect' });
  const failure = { code: 'connect-refused', sentence: 'Refused.', exitCode: 1 };
  script.input({ type: 'socket-refused', attempt, failure, retryable: true });
}

function say(script: SessionScript, text: string): void {
  script.intent({ type: 'say', text });
}

function answer(script: SessionScript, id: string): void {
  script.server({ type: 'response.created', response: { id } });
  const at = { ...place, response_id: id, item_id: `item_${id}` };
  script.server({ type: 'response.text.done', ...at, text: 'An answer.' });
  script.server({ type: 'response.done', response: { id, status: 'completed' } });
}

/** Requests for a response since the last look. */
function requests(script: SessionScript): number {
  return script.sent().filter((event) => event['type'] === 'response.create').length;
}

function notices(script: SessionScript): string {
  return script.state.transcript
    .flatMap((entry) => (entry.kind === 'notice' ? [entry.text] : []))
    .join('\n');
}

function userEntries(script: SessionScript): readonly TranscriptEntry[] {
  return script.state.transcript.filter((entry) => entry.kind === 'user');
}

describe('a service that always breaks', () => {
  it('gets the same turn twice, not more often', () => {
    const script = new SessionScript().ready();
    say(script, 'hello');
    expect(requests(script)).toBe(1);
    lose(script);
    comeBack(script);
    expect(requests(script)).toBe(1);
    lose(script);
    comeBack(script);
    expect(requests(script)).toBe(0);
    expect(notices(script)).toContain(
      'The turn was sent twice and the connection was lost both times. It is not sent again.',
    );
  });

  it('is asked nothing again after three losses without a finished turn', () => {
    const script = new SessionScript().ready();
    say(script, 'one');
    lose(script);
    comeBack(script);
    lose(script);
    comeBack(script);
    say(script, 'two');
    expect(requests(script)).toBe(3);
    lose(script);
    comeBack(script);
    expect(requests(script)).toBe(0);
    expect(notices(script)).toContain(
      'The connection was lost 3 times in a row without a finished turn. The open turn is not sent again.',
    );
  });

  it('is asked again once a turn was finished', () => {
    const script = new SessionScript().ready();
    for (let lost = 0; lost < 3; lost += 1) {
      lose(script);
      comeBack(script);
    }
    say(script, 'three');
    answer(script, 'resp_3');
    say(script, 'four');
    requests(script);
    lose(script);
    comeBack(script);
    expect(requests(script)).toBe(1);
  });

  it('is not asked again for a response that failed', () => {
    const script = new SessionScript().ready();
    for (const id of ['resp_1', 'resp_2', 'resp_3']) {
      say(script, 'hello');
      script.server({ type: 'response.created', response: { id } });
      script.server({ type: 'response.done', response: { id, status: 'failed' } });
      lose(script);
      comeBack(script);
    }
    expect(script.state.repeats.losses).toBe(3);
  });

  it('gets at most two requests for each turn of the user, whatever happens', () => {
    const steps = fc.array(fc.constantFrom('say', 'lose', 'call', 'answer'), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (script) => {
        const tested = new SessionScript({ approve: 'always', maxToolRounds: 0 }).ready();
        let turns = 0;
        let asked = 0;
        script.forEach((step, index) => {
          const id = `resp_${String(index)}`;
          if (step === 'say') {
            turns += 1;
            say(tested, 'hello');
          } else if (step === 'lose') {
            lose(tested);
            comeBack(tested);
          } else if (tested.state.response.active.phase === 'requested') {
            if (step === 'answer') answer(tested, id);
            else tested.server({ type: 'response.created', response: { id } });
          }
          asked += requests(tested);
          expect(asked).toBeLessThanOrEqual(2 * turns);
        });
      }),
    );
  });
});

describe('--max-retries', () => {
  it.each([1, 3])('ends the session after %i failed attempts', (maxRetries) => {
    const script = new SessionScript({ maxRetries }).ready();
    lose(script);
    for (let tried = 0; tried < maxRetries; tried += 1) {
      expect(script.state.connection.phase).toBe('reconnecting');
      refuse(script);
    }
    const attempts = maxRetries === 1 ? '1 attempt' : '3 attempts';
    expect(script.state.connection).toMatchObject({
      phase: 'closed',
      failure: {
        sentence: `The connection to test was lost, and ${attempts} to reconnect failed; the last: Refused.`,
      },
    });
  });

  it('ends the session at the first loss when it is 0', () => {
    const script = new SessionScript({ maxRetries: 0 }).ready();
    lose(script);
    expect(script.state.connection).toMatchObject({ phase: 'closed', failure: { exitCode: 1 } });
  });
});

describe('what waits when the session ends', () => {
  function givenUp(): SessionScript {
    const script = new SessionScript({ maxRetries: 1 }).ready();
    lose(script);
    say(script, 'are you\u001b[2J there?');
    script.intent({ type: 'show-image', source: 'cat.png' });
    script.intent({ type: 'send-event', event: { type: 'input_audio_buffer.clear' } });
    script.effects = [];
    refuse(script);
    return script;
  }

  it('stays in the transcript, marked as not sent', () => {
    const script = givenUp();
    expect(script.state.pendingIntents).toEqual([]);
    expect(userEntries(script)).toMatchObject([
      { text: 'are you\u001b[2J there?', phase: 'final', unsent: true },
      { text: '(image: cat.png)', phase: 'final', unsent: true },
    ]);
    const text = renderTranscript(script.state);
    expect(text).toMatch(/you {5}are you there\?\n +\(not sent\)\n/);
    expect(text).toMatch(/\(image: cat\.png\)\n +\(not sent\)\n/);
    expect(text).toContain('Not sent: input_audio_buffer.clear');
  });

  it('is noted for the recording, before the end', () => {
    const script = givenUp();
    const ends = ['note-unsent', 'disconnect', 'end'];
    const effects = script.effects.filter(({ type }) => ends.includes(type));
    expect(effects.map(({ type }) => type)).toEqual([
      'note-unsent',
      'note-unsent',
      'note-unsent',
      'disconnect',
      'end',
    ]);
    expect(effects[0]).toEqual({
      type: 'note-unsent',
      event: 'conversation.item.create',
      reason: 'the session ended first: are you\u001b[2J there?',
    });
  });

  it('is what was typed before a session that was never ready, too', () => {
    const script = new SessionScript();
    script.input({ type: 'start' });
    say(script, 'hello');
    script.intent({ type: 'quit' });
    expect(userEntries(script)).toMatchObject([{ text: 'hello', unsent: true }]);
  });
});
