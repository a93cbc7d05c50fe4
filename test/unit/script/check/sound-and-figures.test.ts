import { describe, expect, it } from 'vitest';
import type { RecordingReport } from '../../../../src/analysis/report.js';
import { evaluate } from '../../../../src/script/check/evaluate.js';
import type { JudgeQuestion } from '../../../../src/script/judge/judge.js';
import { check, scriptOf, ScriptedSession } from '../../../helpers/scripted-session.js';

const text = { mode: 'text', session: { modalities: ['text'] } } as const;

/** A reply of which half is heard, because the user speaks: the second step. */
function bargeIn(): ScriptedSession {
  const scripted = new ScriptedSession();
  const { session } = scripted;
  scripted.step('Please count.');
  scripted.speak('item_u1', 'Please count.');
  const ids = scripted.begin();
  scripted.speakReply(ids, 'One two three four five six', 2);
  session.heard(1, ids.item_id);
  scripted.step('Stop now please');
  scripted.speak('item_u2', 'Stop cow');
  session.flushed({
    itemId: ids.item_id,
    contentIndex: 0,
    receivedSamples: 48_000,
    handedSamples: 24_000,
  });
  scripted.end(ids, 'cancelled');
  return scripted;
}

describe('what was heard', () => {
  it('is the part of the reply that came out of the speaker before the interruption', async () => {
    const session = bargeIn();
    const all = { type: 'reply', match: { type: 'contains', text: 'six' } } as const;
    expect((await session.result(all, 0)).passed).toBe(true);
    const result = await session.result({ ...all, type: 'heard' }, 0);
    expect(result).toMatchObject({ passed: false, actual: '"One two three four"' });
  });

  it('is nothing in a text session, and that proves nothing', async () => {
    const session = new ScriptedSession(text);
    session.turn('Hello', 'Hi.');
    const match = { type: 'not', match: { type: 'contains', text: 'x' } } as const;
    expect(await session.result({ type: 'heard', match }, 0)).toMatchObject({
      passed: false,
      actual: 'no reply had sound',
    });
  });
});

describe('what the service understood', () => {
  it('is the transcription of the step, and its word errors are counted against what was said', async () => {
    const session = bargeIn();
    const match = { type: 'equals', text: 'Stop cow' } as const;
    expect((await session.result({ type: 'transcript', match }, 1)).passed).toBe(true);
    expect(await session.result({ type: 'wer', limit: { max: 0.5 } }, 1)).toMatchObject({
      passed: false,
      actual: '0.667 (of 3 words 1 substituted, 1 deleted, 0 inserted): "Stop cow"',
    });
    expect((await session.result({ type: 'wer', limit: { max: 0 } }, 0)).passed).toBe(true);
    expect((await session.result({ type: 'wer', limit: { max: 0.4 } })).value).toBeCloseTo(2 / 5);
  });

  it('belongs to the step that sent the turn, however late the service commits it', async () => {
    const scripted = new ScriptedSession({ mode: 'push-to-talk' });
    const { session } = scripted;
    scripted.step('Stop now please');
    const type = 'input_audio_buffer.commit';
    session.input({ type: 'sent', raw: { type, event_id: 'refused' }, bytes: 100 });
    session.input({ type: 'sent', raw: { type, event_id: 'taken' }, bytes: 100 });
    scripted.step();
    session.server({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'Too short.', event_id: 'refused' },
    });
    session.server({ type: 'input_audio_buffer.committed', item_id: 'item_u1' });
    session.server({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'item_u1',
      content_index: 0,
      transcript: 'Stop now',
    });
    const match = { type: 'equals', text: 'Stop now' } as const;
    expect((await scripted.result({ type: 'transcript', match }, 0)).passed).toBe(true);
    expect((await scripted.result({ type: 'transcript', match }, 1)).passed).toBe(false);
    expect((await scripted.result({ type: 'wer', limit: { max: 0.4 } }, 0)).passed).toBe(true);
  });

  it('cannot be compared where nothing was spoken', async () => {
    const session = new ScriptedSession(text);
    session.turn('Hello', 'Hi.');
    expect(await session.result({ type: 'wer', limit: { max: 1 } }, 0)).toMatchObject({
      passed: false,
      actual:
        'no known text was spoken (a step with say, or play and said), so there is nothing to compare',
    });
    const match = { type: 'contains', text: 'Hello' } as const;
    expect((await session.result({ type: 'transcript', match }, 0)).actual).toBe(
      'nothing was transcribed',
    );
  });
});

describe('tool calls', () => {
  function weather(): ScriptedSession {
    const session = new ScriptedSession(text);
    session.step();
    session.type('Weather?');
    const ids = session.begin();
    session.call(ids, 'get_weather', '{"city":"Oslo","days":2}', 'call_1');
    session.call(ids, 'get_time', '{}', 'call_2');
    session.call(ids, 'get_weather', '{"city":"Rome"}', 'call_3');
    session.end(ids);
    return session;
  }
  const call = (name: string, more: object = {}) => ({
    place: { file: 'weather.yaml', line: 9, column: 3 },
    name,
    count: {},
    ...more,
  });

  it.each([
    ['by name', [call('get_weather')], {}, true],
    [
      'by part of their arguments',
      [call('get_weather', { arguments: { city: 'Oslo' } })],
      {},
      true,
    ],
    ['not by other arguments', [call('get_weather', { arguments: { city: 'Bergen' } })], {}, false],
    ['by count', [call('get_weather', { count: { min: 2, max: 2 } })], {}, true],
    ['not with one too many', [call('get_weather', { count: { max: 1 } })], {}, false],
    ['not at all', [call('send_mail', { count: { max: 0 } })], {}, true],
    ['in order', [call('get_weather'), call('get_time')], { ordered: true }, true],
    ['not in another order', [call('get_time'), call('get_time')], { ordered: true }, false],
    ['and no others', [call('get_weather'), call('get_time')], { only: true }, true],
    ['but one was another', [call('get_weather')], { only: true }, false],
    ['none, but there were some', [], { only: true }, false],
  ])('are found %s', async (_what, calls, more, passed) => {
    const tools = { type: 'tools', calls, ordered: false, only: false, ...more } as const;
    expect((await weather().result(tools, 0)).passed).toBe(passed);
  });

  it('have arguments that fit a schema, or the reason is told', async () => {
    const schema = { type: 'object', properties: { days: { type: 'string' } } };
    const tools = { type: 'tools', ordered: false, only: true } as const;
    const calls = [call('get_weather', { schema, count: { min: 2 } }), call('get_time')];
    const result = await weather().result({ ...tools, calls }, 0);
    expect(result.passed).toBe(false);
    expect(result.actual).toMatch(
      /^get_weather\(\{"city":"Oslo","days":2\}\), .*1 call of get_weather as expected \(its arguments do not fit the schema: #\/days /,
    );
    const broken = [call('get_weather', { schema: { $ref: '#/nowhere' } })];
    const other = await weather().result({ ...tools, only: false, calls: broken }, 0);
    expect(other.actual).toMatch(/the schema cannot be used/);
    const fitting = [call('get_time', { schema: { type: 'object' } })];
    expect((await weather().result({ ...tools, only: false, calls: fitting }, 0)).passed).toBe(
      true,
    );
  });
});

describe('a metric', () => {
  it('is that of the step or of the session, with all its values for a bare name', async () => {
    const session = new ScriptedSession(text);
    session.turn('One', 'One.');
    session.session.nowMs += 500;
    session.turn('Two', 'Two.');
    const tokens = { type: 'metric', metric: 'tokens.out', limit: { max: 10 } } as const;
    expect(await session.result(tokens, 1)).toMatchObject({ passed: true, value: 10 });
    expect(await session.result(tokens)).toMatchObject({
      passed: false,
      expected: 'tokens.out at most 10',
      actual: 'tokens.out is 20',
    });
    const latency = { type: 'metric', metric: 'latency', limit: { max: 100 } } as const;
    expect((await session.result(latency, 0)).passed).toBe(true);
    const part = { ...latency, metric: 'latency.first-text' } as const;
    expect((await session.result(part, 0)).passed).toBe(true);
    expect((await session.result({ ...latency, metric: 'latency.vad' }, 0)).actual).toMatch(
      /the latency has no part vad; it has latency\./,
    );
    const errors = { type: 'metric', metric: 'errors', limit: { max: 0 } } as const;
    session.session.server({ type: 'error', error: { type: 'server_error', message: 'oh' } });
    expect((await session.result(errors, 0)).passed).toBe(true);
    expect(await session.result(errors, 1)).toMatchObject({ passed: false, value: 1 });
  });

  it.each(['latency.samples', 'latency.samples.p50', 'gaps', 'talk-over', 'yield', 'false-stops'])(
    'that a text session cannot have is a failure: %s',
    async (metric) => {
      const session = new ScriptedSession(text);
      session.turn('One', 'One.');
      const limit = { max: 1e9, min: 0 };
      for (const step of [0, undefined]) {
        const result = await session.result({ type: 'metric', metric, limit }, step);
        expect(result).toMatchObject({
          passed: false,
          actual: `${metric} cannot be checked: a text session has no sound to measure`,
        });
        expect(result).not.toHaveProperty('value');
      }
    },
  );

  it('that has no value, no meaning or no name is a failure as well', async () => {
    const session = new ScriptedSession(text);
    session.step();
    const metric = (name: string) =>
      ({ type: 'metric', metric: name, limit: { max: 1e9 } }) as const;
    expect((await session.result(metric('latency.p99'), 0)).actual).toMatch(/has no value for it/);
    expect((await session.result(metric('cost'), 0)).passed).toBe(false);
    expect((await session.result(metric('duration'), 0)).actual).toMatch(/whole session only/);
    expect((await session.result(metric('speed'))).actual).toMatch(/there is no metric speed/);
  });

  it('of the sound is taken from the report on the recording, of a step only what is its own', async () => {
    const session = bargeIn();
    const evidence = session.evidence();
    const base = evidence.report();
    const [first] = base.interruptions;
    if (first === undefined) throw new Error('nothing was interrupted');
    const channel = { peakDb: -3, noiseDb: -60, clippings: 0, clippedSamples: 0, voice: [] };
    const report: RecordingReport = {
      ...base,
      interruptions: [{ ...first, timeToYield: { samplesMs: 230 }, falseStop: true }],
      gaps: [{ startMs: 10, endMs: 310, itemId: first.itemId, insertedMs: 300 }],
      sound: {
        sampleRateHz: 24_000,
        durationMs: 5000,
        user: channel,
        assistant: channel,
        silenceAtStartMs: 0,
        silenceAtEndMs: 0,
        talkOver: [{ startMs: -1e6, endMs: 1e6 }],
      },
    };
    const metric = (name: string, max: number) =>
      check({ type: 'metric', metric: name, limit: { max } });
    const own = [metric('yield.samples', 229), metric('gaps', 299), metric('false-stops', 0)];
    const results = await evaluate(scriptOf([own, own]), evidence, report);
    expect(results.map(({ step, actual }) => `${String(step)}: ${actual}`)).toEqual([
      expect.stringMatching(/^0: yield\.samples cannot be checked: the step has no value for it/),
      '0: gaps is 300 ms',
      '0: false-stops is 0',
      '1: yield.samples is 230 ms',
      '1: gaps is 0 ms',
      '1: false-stops is 1',
    ]);
  });
});

describe('a judge', () => {
  it('is asked about what was said in the step, with what was said before', async () => {
    const session = new ScriptedSession(text);
    session.turn('Hello', 'Hi.');
    session.turn('Weather?', 'Sunny.');
    const asked: JudgeQuestion[] = [];
    const judge = {
      judge(question: JudgeQuestion) {
        asked.push(question);
        return Promise.resolve([
          { type: 'vote', pass: true, reason: 'fine' },
          { type: 'vote', pass: false, reason: 'no city' },
          { type: 'error', reason: 'the judge answered "?"' },
        ] as const);
      },
      close: () => Promise.resolve(),
    };
    const question = { type: 'judge', question: 'names a city' } as const;
    expect(await session.result(question, 1, { judge })).toMatchObject({
      passed: false,
      expected: 'the judge agrees: names a city',
      actual: '1 of 3 votes agree: no city',
    });
    expect(asked[0]?.lines).toEqual([
      { speaker: 'user', text: 'Weather?' },
      { speaker: 'assistant', text: 'Sunny.' },
    ]);
    expect(asked[0]?.earlier.map(({ text: words }) => words)).toEqual(['Hello', 'Hi.']);
    expect((await session.result(question, 1)).actual).toBe('there is no judge for this run');
  });
});
