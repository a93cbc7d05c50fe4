import fc from 'fast-check';
import { formatProblem } from '../../../src/validation/problem.js';
import { describe, expect, it } from 'vitest';
import {
  checkClientEvent,
  parseClientEvent,
  parseServerEvent,
  type ServerFrame,
} from '../../../src/protocol/parse.js';
import { readRecording, recordingNames } from './recordings.js';

function parse(event: object): ServerFrame {
  return parseServerEvent(JSON.stringify(event));
}

function nested(levels: number): string {
  return `{"type":"response.done","deep":${'['.repeat(levels)}${']'.repeat(levels)}}`;
}

describe('parseServerEvent', () => {
  it('gives a typed event without nulls, and what was received', () => {
    const received = {
      type: 'response.created',
      event_id: 'event_1',
      response: {
        id: 'resp_1',
        status: 'in_progress',
        usage: null,
        output: [{ type: 'message', role: 'user', status: 'completed', content: [], id: null }],
        new_object: { kept: 1, dropped: null },
      },
    };
    expect(parse(received)).toEqual({
      kind: 'known',
      event: {
        type: 'response.created',
        event_id: 'event_1',
        response: {
          id: 'resp_1',
          status: 'in_progress',
          output: [{ type: 'message', role: 'user', status: 'completed', content: [] }],
          new_object: { kept: 1 },
        },
      },
      raw: received,
    });
  });

  it('leaves null alone in JSON that belongs to somebody else', () => {
    const parameters = { title: null, properties: { city: { default: null } } };
    const tools = [{ type: 'function', name: 'f', parameters, description: null }];
    expect(parse({ type: 'session.updated', session: { tools } })).toMatchObject({
      kind: 'known',
      event: { session: { tools: [{ type: 'function', name: 'f', parameters }] } },
    });
    const error = { code: -32601, data: null };
    const item = { type: 'mcp_call', server_label: 's', name: 'n', arguments: '{}', error };
    expect(parse({ type: 'conversation.item.created', item })).toMatchObject({
      kind: 'known',
      event: { item: { error } },
    });
  });

  it('narrows to the members of its unions', () => {
    const frame = parse({
      type: 'response.done',
      response: {
        status_details: { type: 'cancelled', reason: 'turn_detected' },
        output: [{ type: 'function_call', name: 'f', call_id: 'c', arguments: '{}', status: 'x' }],
      },
    });
    if (frame.kind !== 'known' || frame.event.type !== 'response.done') throw new Error(frame.kind);
    const { status_details: details, output = [] } = frame.event.response;
    const names = output.flatMap((item) => (item.type === 'function_call' ? [item.name] : []));
    expect(names).toEqual(['f']);
    expect(details?.type === 'cancelled' ? details.reason : undefined).toBe('turn_detected');
  });

  it('keeps unknown events raw', () => {
    const raw = { type: 'response.telepathy.delta', delta: null };
    expect(parse(raw)).toEqual({ kind: 'unknown', name: 'response.telepathy.delta', raw });
    expect(parse({ type: 'toString' }).kind).toBe('unknown');
  });

  it('takes values, members and keys that the service has added', () => {
    const item = { type: 'telepathy_call', id: 'item_1', thought: 'x' };
    expect(parse({ type: 'conversation.item.created', item, new_key: 1 })).toMatchObject({
      kind: 'known',
      event: { item, new_key: 1 },
    });
  });

  it('says what is wrong with a known event of the wrong shape', () => {
    const raw = { type: 'response.audio.delta', delta: 7 };
    expect(parse(raw)).toEqual({
      kind: 'malformed',
      name: 'response.audio.delta',
      reason: 'response_id: missing; expected a string (and 4 more)',
      raw,
    });
  });

  it.each([
    ['', 'not JSON: ""'],
    ['hello\u001b[2J', 'not JSON: "hello\uFFFD[2J"'],
    ['{"type":', 'not JSON: "{"type":"'],
    ['[1]', 'expected a JSON object; found an array'],
    ['null', 'expected a JSON object; found null'],
    ['"text"', 'expected a JSON object; found a string'],
    ['{}', 'type: missing; expected a string'],
    ['{"type":7}', 'type: expected a string; found 7'],
  ])('calls %j malformed', (text, reason) => {
    expect(parseServerEvent(text)).toMatchObject({ kind: 'malformed', reason });
  });

  it('refuses nesting that would exhaust the stack of whoever walks the event', () => {
    for (const levels of [64, 100_000]) {
      expect(parseServerEvent(nested(levels))).toEqual({
        kind: 'malformed',
        name: 'response.done',
        reason: 'nested deeper than 64 levels',
      });
    }
    expect(parseServerEvent(nested(63)).kind).toBe('malformed');
    expect(parseServerEvent(nested(63))).toHaveProperty('raw');
  });

  it('does not let a key called __proto__ change a prototype', () => {
    const text =
      '{"type":"session.created","session":{"id":null,"__proto__":{"polluted":null,"a":1}}}';
    const frame = parseServerEvent(text);
    if (frame.kind !== 'known' || frame.event.type !== 'session.created')
      throw new Error(frame.kind);
    expect(Object.getPrototypeOf(frame.event.session)).toBe(Object.prototype);
    expect('a' in frame.event.session).toBe(false);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseServerEvent(text).kind).toMatch(/known|unknown|malformed/);
        expect(parseClientEvent(text).kind).toMatch(/known|unknown|malformed/);
      }),
    );
  });

  it('never throws on JSON put anywhere into a recorded event, and never changes raw', () => {
    const frames = recordingNames.flatMap(readRecording);
    const place = fc.tuple(fc.constantFrom(...frames), fc.nat(), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(place, ([frame, choice, value]) => {
        const text = JSON.stringify(withValueAt(frame.data, choice, value));
        for (const read of [parseServerEvent(text), parseClientEvent(text)]) {
          if ('raw' in read) expect(JSON.stringify(read.raw)).toBe(text);
        }
        expect(Array.isArray(checkClientEvent(JSON.parse(text)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('copies nothing when there is no null', () => {
    const output = [{ type: 'mcp_list_tools', server_label: 's', tools: [] }];
    const frame = parse({ type: 'response.done', response: { output, modalities: ['text'] } });
    expect(frame.kind === 'known' && Object.is(frame.event, frame.raw)).toBe(true);
  });

  it('reads an audio delta without looking through its sound', () => {
    const ids = { response_id: 'r', item_id: 'i', output_index: 0, content_index: 0 };
    const delta = 'A'.repeat(20_000);
    const frame = parse({ type: 'response.audio.delta', ...ids, delta });
    expect(frame).toMatchObject({ kind: 'known', event: { delta } });
    expect(frame.kind === 'known' && Object.is(frame.event, frame.raw)).toBe(true);
  });
});

describe('parseClientEvent', () => {
  it('keeps null where it switches an option off, and drops it elsewhere', () => {
    const session = { turn_detection: null, instructions: null, voice: 'alloy' };
    expect(parseClientEvent(JSON.stringify({ type: 'session.update', session }))).toMatchObject({
      kind: 'known',
      event: { type: 'session.update', session: { turn_detection: null, voice: 'alloy' } },
    });
  });

  it('does not know events of the service', () => {
    expect(parseClientEvent('{"type":"session.created"}').kind).toBe('unknown');
    expect(parseClientEvent('{"type":"conversation.item.truncate"}').kind).toBe('malformed');
  });
});

describe('checkClientEvent', () => {
  it.each([
    [undefined, 'missing; expected an object'],
    ['response.create', 'expected an object; found a string'],
  ])('refuses %j', (event, message) => {
    expect(checkClientEvent(event).map(formatProblem)).toEqual([message]);
  });

  it('refuses what cannot be sent because it contains itself', () => {
    const event: Record<string, unknown> = { type: 'response.create' };
    event['response'] = event;
    expect(checkClientEvent(event)).toMatchObject([{ found: 'deeper nesting' }]);
  });

  it('takes the bare approval event and the streamed text events', () => {
    for (const event of [
      { type: 'mcp_approval_response' },
      { type: 'input_text.delta', id: 'item_1', delta: 'Hel' },
      { type: 'input_text.done', id: 'item_1' },
    ]) {
      expect(checkClientEvent(event)).toEqual([]);
    }
  });
});

/** A copy of `value` with one of its values, chosen by number, replaced. */
function withValueAt(value: object, choice: number, replacement: unknown): unknown {
  const copy: unknown = structuredClone(value);
  const places: (() => void)[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, item] of Object.entries(node)) {
      places.push(() => {
        Object.assign(node, { [key]: replacement });
      });
      visit(item);
    }
  };
  visit(copy);
  places[choice % places.length]?.();
  return copy;
}
