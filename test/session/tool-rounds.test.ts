import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSettled } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const place = { output_index: 0, content_index: 0 };

/** What a service does with a request for a response. */
type Answer = 'call' | 'call-and-words' | 'mcp-call' | 'two-calls' | 'words';

/** A service that answers every request of a session, and a program whose tools finish at once. */
class Service {
  readonly session: SessionScript;
  requests = 0;
  runs = 0;
  #number = 0;

  constructor(options: ConstructorParameters<typeof SessionScript>[0] = {}) {
    this.session = new SessionScript({ approve: 'always', ...options }).ready();
  }

  /** Answers for as long as the session asks; gives up after `most` requests. */
  turn(text: string, answer: (request: number) => Answer, most = 500): this {
    this.session.intent({ type: 'say', text });
    let inTurn = 0;
    while (this.#asked() && inTurn < most) {
      inTurn += 1;
      this.#respond(answer(inTurn));
    }
    return this;
  }

  notices(): readonly string[] {
    return this.session.state.transcript.flatMap((entry) =>
      entry.kind === 'notice' ? [entry.text] : [],
    );
  }

  #asked(): boolean {
    const asked = this.session.sent().filter((event) => event['type'] === 'response.create').length;
    expect(asked).toBeLessThanOrEqual(1);
    this.requests += asked;
    return asked > 0;
  }

  #respond(answer: Answer): void {
    const { session } = this;
    const id = `resp_${String((this.#number += 1))}`;
    session.server({ type: 'response.created', response: { id } });
    if (answer === 'words' || answer === 'call-and-words') {
      const at = { ...place, response_id: id, item_id: `item_${id}` };
      session.server({ type: 'response.text.done', ...at, text: 'Four degrees.' });
    }
    if (answer === 'call' || answer === 'call-and-words') this.#call(id, `call_${id}`);
    if (answer === 'two-calls') for (const n of ['a', 'b']) this.#call(id, `call_${id}_${n}`);
    if (answer === 'mcp-call') {
      const item = { id: `mcp_${id}`, type: 'mcp_call', server_label: 'files', name: 'read' };
      const added = { ...item, arguments: '{}' };
      session.server({
        type: 'response.output_item.added',
        ...place,
        response_id: id,
        item: added,
      });
      const call = { item_id: item.id, output_index: 0 };
      session.server({ type: 'response.mcp_call.completed', ...call });
    }
    session.server({ type: 'response.done', response: { id, status: 'completed' } });
  }

  #call(responseId: string, callId: string): void {
    const { session } = this;
    const effects = session.server({
      type: 'response.function_call_arguments.done',
      response_id: responseId,
      item_id: `item_${callId}`,
      output_index: 0,
      call_id: callId,
      name: 'get_weather',
      arguments: '{}',
    });
    if (effects.every(({ type }) => type !== 'run-tool')) return;
    this.runs += 1;
    session.input({ type: 'tool-finished', callId, ok: true, output: '4', elapsedMs: 1 });
  }
}

describe('a model that calls tools again and again', () => {
  it.each(['call', 'call-and-words', 'two-calls', 'mcp-call'] as const)(
    'is stopped after 20 rounds of a turn, with a notice: %s',
    (answer) => {
      const service = new Service().turn('hello', () => answer);
      expect(service.requests).toBe(21);
      expect(isSettled(service.session.state)).toBe(true);
      const told = service.notices().filter((text) => text.includes('--max-tool-rounds'));
      expect(told).toEqual([
        'The model called tools 20 times in a row in this turn, so it gets no more (--max-tool-rounds). The count restarts with your next turn.',
      ]);
    },
  );

  it('has the calls beyond the limit refused, not run', () => {
    const service = new Service({ maxToolRounds: 3 }).turn('hello', () => 'call');
    expect(service.requests).toBe(4);
    expect(service.runs).toBe(3);
    expect(
      service.session.state.transcript.findLast((entry) => entry.kind === 'tool'),
    ).toMatchObject({
      phase: 'denied',
      output: 'Too many tool calls in a row (--max-tool-rounds 3).',
    });
  });

  it('has every call of the last round run', () => {
    const service = new Service({ maxToolRounds: 1 }).turn('hello', () => 'two-calls');
    expect(service.runs).toBe(2);
  });

  it('has its calls refused and not asked about where the user would be asked', () => {
    const service = new Service({ maxToolRounds: 0, approve: 'ask' }).turn('hello', () => 'call');
    expect(service.requests).toBe(1);
    expect(service.session.state.approval.calls).toEqual([]);
  });

  it('may call tools again in the next turn', () => {
    const service = new Service({ maxToolRounds: 3 });
    service.turn('one', () => 'call').turn('two', () => 'call');
    expect(service.requests).toBe(8);
    service.turn('three', (request) => (request < 3 ? 'call' : 'words'));
    expect(service.requests).toBe(11);
  });

  it('may call tools again once the user spoke', () => {
    const service = new Service({ maxToolRounds: 1 }).turn('one', () => 'call');
    const item = { item_id: 'item_u', audio_start_ms: 0 };
    service.session.server({ type: 'input_audio_buffer.speech_started', ...item });
    expect(service.session.state.repeats.toolRounds).toBe(0);
  });

  it('makes at most one request more than the limit in a turn, whatever it answers', () => {
    const answers = fc.array(
      fc.constantFrom<Answer>('call', 'call-and-words', 'mcp-call', 'two-calls'),
      { minLength: 9, maxLength: 9 },
    );
    fc.assert(
      fc.property(answers, fc.integer({ min: 0, max: 8 }), (script, maxToolRounds) => {
        const answer = (request: number): Answer => script[(request - 1) % 9] ?? 'call';
        const service = new Service({ maxToolRounds }).turn('hello', answer);
        expect(service.requests).toBe(maxToolRounds + 1);
        expect(isSettled(service.session.state)).toBe(true);
      }),
    );
  });
});
