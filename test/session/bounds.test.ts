import { describe, expect, it, vi } from 'vitest';
import { losses } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const place = { output_index: 0, content_index: 0 };

function numbered(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe('tool calls that wait', () => {
  /** One response that calls the weather so many times. */
  function calls(count: number): SessionScript {
    const session = new SessionScript().ready();
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    for (const number of numbered(count)) {
      session.server({
        type: 'response.function_call_arguments.done',
        response_id: 'resp_1',
        item_id: `item_${number}`,
        output_index: number,
        call_id: `call_${number}`,
        name: 'get_weather',
        arguments: '{}',
      });
    }
    return session;
  }

  it('are 32 at most', () => {
    const { state } = calls(32);
    expect(state.approval.calls.every(({ phase }) => phase === 'waiting')).toBe(true);
    expect(state.approval.calls).toHaveLength(32);
  });

  it('are denied beyond that, and take no room', () => {
    const session = calls(40);
    expect(session.state.approval.calls.map(({ callId }) => callId)).toEqual(
      numbered(32).map((number) => `call_${number}`),
    );
    const tools = session.state.transcript.filter((entry) => entry.kind === 'tool');
    expect(tools.slice(31, 33)).toMatchObject([
      { callId: 'call_32', phase: 'waiting' },
      { callId: 'call_33', phase: 'denied', output: 'Too many tool calls at once.' },
    ]);
    session.server({ type: 'response.done', response: { id: 'resp_1' } });
    const told = session.sent().map(({ item }) => item);
    expect(told).toHaveLength(8);
    expect(told[0]).toEqual({
      type: 'function_call_output',
      call_id: 'call_33',
      output: '{"error":"Too many tool calls at once."}',
    });
  });
});

describe('events that wait for the end of a response', () => {
  it('are 64 at most: later ones are dropped and counted, and the user is told once', () => {
    const session = new SessionScript().ready();
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    for (const number of numbered(70)) {
      const ids = { item_id: `item_${number}`, call_id: `call_${number}`, output_index: number };
      const call = { ...ids, response_id: 'resp_1', name: 'no_such_tool', arguments: '{}' };
      session.server({ type: 'response.function_call_arguments.done', ...call });
    }
    expect(losses(session.state)).toEqual([{ what: 'held events dropped', count: 6 }]);
    const notices = session.state.transcript.filter(({ kind }) => kind === 'notice');
    expect(notices).toMatchObject([{ level: 'warning' }]);
    session.server({ type: 'response.done', response: { id: 'resp_1' } });
    const outputs = session.sent().filter(({ type }) => type === 'conversation.item.create');
    expect(outputs).toHaveLength(64);
    expect(outputs.at(-1)).toMatchObject({ item: { call_id: 'call_64' } });
  });
});

/** What `/health` shows. */
function health(session: SessionScript): string {
  session.intent({ type: 'tell-health' });
  const last = session.state.transcript.at(-1);
  return last?.kind === 'notice' ? last.text : '';
}

describe('what a session keeps of a service that sends too much', () => {
  const ids = { response_id: 'resp_1', item_id: 'item_1' };

  it('is counted in /health', () => {
    const session = new SessionScript().ready();
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    session.server({ type: 'response.text.delta', ...place, ...ids, delta: 'x'.repeat(99_999) });
    expect(health(session)).not.toContain('not kept');
    session.server({ type: 'response.text.delta', ...place, ...ids, delta: 'three' });
    session.server({ type: 'response.text.delta', ...place, ...ids, delta: 'more' });
    for (const number of numbered(52)) {
      const annotation = { title: `Source ${number}` };
      const at = { ...place, ...ids, annotation_index: number };
      session.server({ type: 'response.audio_transcript.annotation.added', ...at, annotation });
    }
    for (const number of numbered(501)) {
      const item = {
        id: `item_${number}`,
        type: 'message',
        role: 'user',
        content: [],
        status: 'completed',
      };
      session.server({ type: 'conversation.item.created', item });
    }
    const shown = health(session);
    for (const each of ['8 characters of entries', '2 annotations', '1 listed items'])
      expect(shown).toContain(`${each} not kept`);
  });
});

describe('parts of replies that wait for the speaker', () => {
  it('are 64 at most: the oldest is forgotten, which /health counts', () => {
    const session = new SessionScript().ready();
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    const partIds = (): readonly string[] =>
      session.state.playback.parts.map(({ itemId }) => itemId);
    const say = (number: number): void => {
      const ids = { response_id: 'resp_1', item_id: `item_${number}` };
      session.server({ type: 'response.audio.delta', ...place, ...ids, delta: 'AAAA' }, 480);
    };
    for (const number of numbered(64)) say(number);
    expect(partIds()).toEqual(numbered(64).map((number) => `item_${number}`));
    say(65);
    expect(partIds()).toHaveLength(64);
    expect(partIds()[0]).toBe('item_2');
    expect(health(session)).toContain('1 parts of replies not kept');
  });
});

describe('responses whose late words are dropped', () => {
  /** So many responses, each cancelled before it said anything, and done. */
  function cancelled(count: number): SessionScript {
    const session = new SessionScript().ready();
    for (const number of numbered(count)) {
      const id = `resp_${number}`;
      session.server({ type: 'response.created', response: { id } });
      session.intent({ type: 'cancel' });
      session.server({ type: 'response.done', response: { id, status: 'cancelled' } });
    }
    return session;
  }

  function lateWord(session: SessionScript, number: number): void {
    const ids = { response_id: `resp_${number}`, item_id: `item_${number}` };
    session.server({ type: 'response.audio_transcript.delta', ...place, ...ids, delta: 'late' });
  }

  it('are the newest 16', () => {
    const session = cancelled(17);
    for (const number of numbered(17)) lateWord(session, number);
    expect(session.state.response.droppedLateDeltas).toBe(16);
    expect(session.state.transcript).toMatchObject([{ kind: 'assistant', itemId: 'item_1' }]);
  });

  it('keep their places when one of them is cut a second time', () => {
    const session = cancelled(15).speaking(1, { responseId: 'resp_16', itemId: 'item_16' });
    session.intent({ type: 'cancel' });
    session.intent({ type: 'truncate' });
    lateWord(session, 1);
    expect(session.state.response.droppedLateDeltas).toBe(1);
  });
});

describe('responses that are done', () => {
  it('are the newest 32 of which a repeated end counts once', () => {
    const session = new SessionScript().ready();
    const usage = { total_tokens: 2, input_tokens: 1, output_tokens: 1 };
    const done = (number: number): void => {
      const response = { id: `resp_${number}`, status: 'completed', usage };
      session.server({ type: 'response.done', response });
    };
    for (const number of numbered(33)) done(number);
    for (const number of numbered(33)) if (number > 1) done(number);
    expect(session.state.usage.responses).toBe(33);
    done(1);
    expect(session.state.usage.responses).toBe(34);
  });
});

describe('what is remembered of a long session', () => {
  it('are the newest 500 entries of the transcript, the others counted', () => {
    const session = new SessionScript().ready();
    for (const number of numbered(501))
      session.input({ type: 'notice', level: 'info', text: `notice ${number}` });
    const { transcript, transcriptDropped } = session.state;
    expect(transcript).toHaveLength(500);
    expect(transcript[0]).toMatchObject({ text: 'notice 2' });
    expect(transcriptDropped).toBe(1);
  });

  it('are the newest 1000 lines of the event log, the others counted', () => {
    const session = new SessionScript();
    for (const number of numbered(1001))
      session.input({ type: 'sent', raw: { type: `event_${number}` }, bytes: 1 });
    const { log, logDropped } = session.state;
    expect(log).toHaveLength(1000);
    expect(log[0]).toMatchObject({ type: 'event_2' });
    expect(logDropped).toBe(1);
  });

  it('are the newest 500 items of the conversation', () => {
    const session = new SessionScript().ready();
    for (const number of numbered(501)) {
      const output = { call_id: 'call_1', output: '' };
      const item = { id: `item_${number}`, type: 'function_call_output', ...output };
      session.server({ type: 'conversation.item.created', item });
    }
    expect(session.state.remote.items).toHaveLength(500);
    expect(session.state.remote.items[0]?.id).toBe('item_2');
  });

  it('are the newest 32 questions that wait for an answer', () => {
    const session = new SessionScript().ready();
    for (const number of numbered(33)) session.intent({ type: 'retrieve-item', id: `${number}` });
    const asked = session.effects.flatMap((effect) =>
      effect.type === 'send' ? [effect.event.event_id] : [],
    );
    expect(session.state.awaited.map(({ eventId }) => eventId)).toEqual(asked.slice(1));
  });

  it('are the newest 32 MCP servers', () => {
    const session = new SessionScript().ready();
    for (const number of numbered(33))
      session.server({ type: 'mcp_list_tools.in_progress', item_id: `list_${number}` });
    expect(session.state.remote.servers).toHaveLength(32);
    expect(session.state.remote.servers[0]?.itemId).toBe('list_2');
  });
});

describe('a reply whose text is full', () => {
  function fullReply(): SessionScript {
    const session = new SessionScript().ready();
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    more(session, 'x'.repeat(100_000));
    return session;
  }

  function more(session: SessionScript, delta: string): void {
    const ids = { ...place, response_id: 'resp_1', item_id: 'item_1' };
    session.server({ type: 'response.text.delta', ...ids, delta });
  }

  it('is not changed by further deltas, which are counted: the screen has nothing to lay out', () => {
    const session = fullReply();
    const before = session.state.transcript;
    for (const number of numbered(100)) more(session, `more words ${number % 10}`);
    expect(session.state.transcript).toBe(before);
    expect(session.state.overflows).toEqual({ 'characters of entries': 1200 });
  });

  it('has its line in the event log, whose summary is not made again for every delta', () => {
    const session = fullReply();
    const replaces = vi.spyOn(String.prototype, 'replace');
    for (const number of numbered(100)) more(session, `more words ${number % 10}`);
    const long = replaces.mock.contexts.filter((text) => String(text).length >= 1000);
    replaces.mockRestore();
    expect(long).toEqual([]);
    expect(session.state.log.at(-1)).toMatchObject({ count: 101 });
  });
});
