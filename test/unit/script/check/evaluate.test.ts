import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/script/check/evaluate.js';
import { check, scriptOf, ScriptedSession } from '../../../helpers/scripted-session.js';

const text = { mode: 'text', session: { modalities: ['text'] } } as const;

function twoTurns(): ScriptedSession {
  const session = new ScriptedSession(text);
  session.turn('What is the weather in Oslo?', 'It is 4 degrees in Oslo.');
  session.turn('And in Rome?', 'It is 18 degrees in Rome.');
  return session;
}

it('sees the same in the states of a running session as in its inputs', () => {
  const session = new ScriptedSession();
  session.step();
  session.speak('item_0', 'hello');
  const ids = session.begin();
  session.speakReply(ids, 'Hello there.', 1);
  session.end(ids);
  session.turn('And in Rome?', 'It is 18 degrees in Rome.');
  session.step();
  const call = session.begin();
  session.call(call, 'get_weather', '{"city":"Oslo"}');
  session.end(call);
  const [computed, watched] = [session.evidence(), session.watched()];
  expect(watched.events).toEqual(computed.events);
  expect(watched.entrySteps).toEqual(computed.entrySteps);
  expect(watched.starts).toEqual(computed.starts);
  expect(watched.report()).toEqual(computed.report());
});

describe('what was replied', () => {
  it('is looked for in the replies to the step', async () => {
    const session = twoTurns();
    const oslo = { type: 'reply', match: { type: 'contains', text: 'OSLO' } } as const;
    expect(await session.result(oslo, 0)).toMatchObject({ passed: true, step: 0, events: [] });
    expect(await session.result(oslo, 1)).toMatchObject({
      passed: false,
      expected: 'a text with "OSLO"',
      actual: '"It is 18 degrees in Rome."',
    });
    expect(await session.result(oslo)).toMatchObject({ passed: true });
  });

  it('proves nothing when there was no reply, not even what it must not say', async () => {
    const session = new ScriptedSession(text);
    session.step();
    session.type('Hello?');
    const never = { type: 'contains', text: 'sorry' } as const;
    const result = await session.result({ type: 'reply', match: { type: 'not', match: never } }, 0);
    expect(result).toMatchObject({ passed: false, actual: 'there was no reply' });
    const silence = await session.result({ type: 'reply', match: { type: 'equals', text: '' } }, 0);
    expect(silence.passed).toBe(true);
  });

  it('belongs to the step that asked for it, when it comes after the next one began', async () => {
    const session = new ScriptedSession(text);
    session.step();
    session.type('Tell me a story.');
    const ids = session.begin();
    session.write(ids, 'Once there was ');
    session.step();
    session.write(ids, 'a lighthouse keeper.');
    session.end(ids, 'cancelled');
    const story = { type: 'contains', text: 'keeper' } as const;
    expect((await session.result({ type: 'reply', match: story }, 0)).passed).toBe(true);
    expect((await session.result({ type: 'reply', match: story }, 1)).passed).toBe(false);
    expect((await session.result({ type: 'status', status: 'cancelled' }, 0)).passed).toBe(true);
  });

  it('belongs to a step that asks before the reply to the step before has begun', async () => {
    const session = new ScriptedSession(text);
    session.step();
    session.type('One?');
    session.step();
    const ids = session.begin();
    session.write(ids, 'One.');
    session.end(ids);
    const one = { type: 'equals', text: 'One.' } as const;
    expect((await session.result({ type: 'reply', match: one }, 0)).passed).toBe(true);
  });

  it('belongs to its own step also when the reply before never showed its beginning', async () => {
    const session = new ScriptedSession(text);
    session.step();
    session.type('Hello');
    // Its response.created was lost on the way.
    session.end({ response_id: 'resp_lost' });
    session.turn('And the weather?', 'Sunny.');
    const match = { type: 'contains', text: 'Sunny' } as const;
    expect((await session.result({ type: 'reply', match }, 0)).passed).toBe(false);
    expect((await session.result({ type: 'reply', match }, 1)).passed).toBe(true);
  });
});

describe('a step that was not reached', () => {
  it('fails each of its checks', async () => {
    const session = twoTurns();
    const result = await session.result({ type: 'status', status: 'completed' }, 2);
    expect(result).toMatchObject({ passed: false, actual: 'the step was not reached' });
  });

  it('still says what was expected, with its limit', async () => {
    const expected = async (given: Parameters<typeof check>[0]): Promise<string> =>
      (await twoTurns().result(given, 2)).expected;
    const quick = { type: 'metric', metric: 'latency', limit: { max: 1500 } } as const;
    expect(await expected(quick)).toBe('latency at most 1500 ms');
    const part = { type: 'metric', metric: 'latency.vad', limit: { min: 1 } } as const;
    expect(await expected(part)).toBe('latency.vad at least 1 ms');
    const cheap = { type: 'metric', metric: 'cost', limit: { max: 0.05 } } as const;
    expect(await expected(cheap)).toBe('cost at most $0.0500');
    expect(await expected({ type: 'wer', limit: { max: 0.1 } })).toBe(
      'word error rate at most 0.1',
    );
  });
});

describe('the results', () => {
  it('come in the order of the script, steps before the whole session, with the place of each', async () => {
    const completed = check({ type: 'status', status: 'completed' });
    const script = scriptOf([[completed], [completed, completed]], [completed]);
    const results = await evaluate(script, twoTurns().evidence());
    expect(results.map(({ step, passed }) => [step, passed])).toEqual([
      [0, true],
      [1, true],
      [1, true],
      [undefined, true],
    ]);
    expect(results[0]?.place).toEqual({ file: 'weather.yaml', line: 7, column: 5 });
  });

  it('show the events of a step that failed, from its start, and no more than twelve lines', async () => {
    const session = twoTurns();
    const failed = await session.result({ type: 'status', status: 'failed' }, 1);
    expect(failed.events[0]).toMatch(/^\+0\.00\d s > conversation\.item\.create {2}/);
    expect(failed.events.at(-1)).toMatch(/ < response\.done {2}completed/);
    for (let more = 0; more < 20; more += 1)
      session.session.server({ type: 'input_audio_buffer.cleared' });
    const many = await session.result({ type: 'status', status: 'failed' }, 1);
    expect(many.events).toHaveLength(12);
    expect(many.events[5]).toMatch(/^\(\d+ more\)$/);
  });
});

describe('the status', () => {
  it('is that of the last response of a step, and of every one of a session', async () => {
    const session = new ScriptedSession(text);
    session.step();
    session.type('Weather?');
    const first = session.begin();
    session.end(first, 'incomplete');
    session.end(session.begin());
    expect((await session.result({ type: 'status', status: 'completed' }, 0)).passed).toBe(true);
    expect(await session.result({ type: 'status', status: 'completed' })).toMatchObject({
      passed: false,
      expected: 'every response completed',
      actual: 'incomplete, completed',
    });
  });

  it('fails without a response', async () => {
    const session = new ScriptedSession(text);
    session.step();
    expect(await session.result({ type: 'status', status: 'completed' }, 0)).toMatchObject({
      passed: false,
      actual: 'no response was finished',
    });
  });
});

describe('events and items', () => {
  it('are counted by type, sender and the values of their fields', async () => {
    const session = twoTurns();
    const done = {
      type: 'event',
      of: 'response.done',
      where: [{ path: 'response.status', value: 'completed' }],
      count: { min: 2, max: 2 },
    } as const;
    expect(await session.result(done)).toMatchObject({ passed: true, value: 2 });
    expect(await session.result(done, 1)).toMatchObject({
      passed: false,
      expected: 'event response.done with response.status "completed", exactly 2',
      actual: '1 of 1 response.done',
    });
    const sent = { type: 'event', of: 'response.done', from: 'client', where: [] } as const;
    expect((await session.result({ ...sent, count: {} })).passed).toBe(false);
    expect((await session.result({ ...sent, count: { max: 0 } })).passed).toBe(true);
    const typed = {
      type: 'item',
      of: 'message',
      where: [{ path: 'content[0].text', value: 'And in Rome?' }],
      count: {},
    } as const;
    expect((await session.result(typed, 1)).passed).toBe(true);
    expect((await session.result(typed, 0)).passed).toBe(false);
  });

  it('cannot be counted in a step of which some were not kept', async () => {
    const session = twoTurns();
    session.step();
    for (let more = 0; more < 60; more += 1)
      session.session.server({ type: 'input_audio_buffer.cleared' });
    const none = check({ type: 'event', of: 'error', where: [], count: { max: 0 } });
    const evidence = session.evidence(63);
    expect(evidence.events).toHaveLength(63);
    const results = await evaluate(scriptOf([[none], [none], [none]], [none]), evidence);
    expect(results.map(({ step, passed }) => [step, passed])).toEqual([
      [0, false],
      [1, false],
      [2, true],
      [undefined, false],
    ]);
    expect(results[0]?.actual).toBe(
      `unknown: of a session this long ${String(evidence.dropped.events)} events were not kept`,
    );
  });
});
