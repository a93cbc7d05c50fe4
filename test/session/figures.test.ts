import { describe, expect, it } from 'vitest';
import { contextSize, cost, isSettled, lastTokens } from '../../src/session/selectors.js';
import { speakingTimeline } from '../../src/session/metrics/speaking-timeline.js';
import { levelCellAt } from '../../src/session/playback/levels.js';
import { answerTimes, turnParts } from '../../src/session/metrics/turn-parts.js';
import type { SessionState } from '../../src/session/state.js';
import { SessionScript } from '../helpers/session.js';
import { sessionState } from '../helpers/state.js';

const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };

function done(id: string, input = 100, output = 50) {
  return {
    type: 'response.done',
    response: {
      id,
      status: 'completed',
      usage: { input_tokens: input, output_tokens: output, total_tokens: input + output },
    },
  };
}

function answers(count: number): SessionState {
  const base = sessionState();
  const answerMs = Array.from({ length: count }, (_, index) => (index + 1) * 10).reverse();
  return { ...base, latency: { ...base.latency, answerMs } };
}

describe('the parts of a turn', () => {
  it('go from the end of speech to the first sound, each counted from the one before', () => {
    const session = new SessionScript().ready();
    session.append(50);
    session.server({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: 100,
      item_id: 'item_u',
    });
    session.append(10);
    session.nowMs = 1000;
    session.server({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: 1000,
      item_id: 'item_u',
    });
    session.nowMs = 1010;
    session.server({ type: 'input_audio_buffer.committed', item_id: 'item_u' });
    session.nowMs = 1100;
    session.speaking(1);
    session.nowMs = 1200;
    session.heard(0.02);
    const turn = turnParts(session.state);
    expect(turn?.from).toBe('end of speech');
    expect(turn?.parts.map(({ word }) => word)).toEqual([
      'VAD',
      'committed',
      'created',
      'first text',
      'first audio',
      'heard',
    ]);
    const sum = turn?.parts.reduce((total, part) => total + part.ms, 0);
    expect(sum).toBe(turn?.totalMs);
    expect(turn?.parts[1]).toEqual({ word: 'committed', ms: 10 });
  });

  it('count from the key that was let go', () => {
    const session = new SessionScript({ mode: 'push-to-talk' }).ready(null);
    session.intent({ type: 'talk-start' });
    session.append(10);
    session.intent({ type: 'talk-send' });
    const sentMs = session.nowMs;
    session.server({ type: 'input_audio_buffer.committed', item_id: 'item_u' });
    session.speaking(1);
    session.heard(0.02);
    expect(turnParts(session.state)).toMatchObject({
      from: 'end of speech',
      totalMs: session.nowMs - sentMs,
    });
  });
});

describe('percentiles of the answer times', () => {
  it.each([
    [1, { turns: 1, p50: 10 }],
    [9, { turns: 9, p50: 50 }],
    [10, { turns: 10, p50: 50, p90: 90 }],
    [19, { turns: 19, p50: 100, p90: 180 }],
    [20, { turns: 20, p50: 100, p90: 180, p95: 190 }],
    [99, { turns: 99, p50: 500, p90: 900, p95: 950 }],
    [100, { turns: 100, p50: 500, p90: 900, p95: 950, p99: 990 }],
  ])('of %i turns', (count, expected) => {
    expect(answerTimes(answers(count))).toEqual(expected);
  });

  it('are none before the first answer', () => {
    expect(answerTimes(answers(0))).toBeUndefined();
  });
});

describe('tokens and cost', () => {
  it('tell the last response, how the context grows and the date of the prices', () => {
    const session = new SessionScript().ready();
    expect(lastTokens(session.state)).toBeUndefined();
    expect(cost(session.state)).toBeUndefined();
    session.server(done('resp_1', 100, 50));
    expect(contextSize(session.state)).toEqual({ tokens: 100, growth: undefined });
    session.server(done('resp_2', 160, 20));
    expect(lastTokens(session.state)).toEqual({ input: 160, output: 20 });
    expect(contextSize(session.state)).toEqual({ tokens: 160, growth: 60 });
    expect(cost(session.state)).toMatchObject({ asOf: '2026-02' });
  });
});

describe('a limit of cost', () => {
  const limited = (model: string, maxCostUsd: number) =>
    new SessionScript({ model, maxCostUsd }).ready();
  const notices = ({ state }: SessionScript) =>
    state.transcript.filter((entry) => entry.kind === 'notice');

  it('lets the reply be heard, says why, and then ends the session', () => {
    const session = limited('gpt-realtime', 0.0001).speaking(2).heard(1);
    session.server({ type: 'response.audio.done', ...place });
    session.server(done('resp_1', 1000, 1000));
    expect(notices(session)).toHaveLength(1);
    expect(notices(session)[0]).toMatchObject({ level: 'warning' });
    expect(session.state.connection.phase).toBe('ready');
    session.heard(1, 'item_1', 24_000);
    expect(session.state.connection).toMatchObject({
      phase: 'closed',
      failure: { code: 'max-cost', exitCode: 1 },
    });
    expect(session.effects.at(-1)).toMatchObject({ type: 'end' });
  });

  it('asks for no other response once it is passed', () => {
    const session = limited('gpt-realtime', 0.0001).speaking(2).heard(1);
    session.server({ type: 'response.audio.done', ...place });
    session.server(done('resp_1', 1000, 1000));
    session.sent();
    session.intent({ type: 'say', text: 'more' });
    expect(session.sent().map((event) => event['type'])).toEqual(['conversation.item.create']);
  });

  it('changes nothing while it is not passed', () => {
    const session = limited('gpt-realtime', 10);
    session.server(done('resp_1'));
    expect(notices(session)).toEqual([]);
    expect(isSettled(session.state)).toBe(true);
  });

  it('is said to be useless, once, for a model without a price', () => {
    const session = limited('my-own-model', 1);
    expect(notices(session)).toHaveLength(1);
    session.server(done('resp_1', 1e6, 1e6));
    expect(notices(session)).toHaveLength(1);
    expect(session.state.connection.phase).toBe('ready');
  });
});

describe('the health of the sound', () => {
  const told = ({ state }: SessionScript) => {
    const entry = state.transcript.at(-1);
    return entry?.kind === 'notice' ? entry.text : undefined;
  };

  const noEvents =
    'log   0 unknown · 0 malformed · 0 late deltas dropped · 0 held events dropped · 0 oldest lines dropped · 0 oldest entries dropped';

  it('is told by /health, also what was not lost, and nothing that is not known', () => {
    const session = new SessionScript().ready();
    session.input({ type: 'audio-health', health: { hostLagMs: 0.6, captureLagMs: 2 } });
    session.intent({ type: 'tell-health' });
    expect(told(session)).toBe(
      [
        'mic   lag 2 ms · 0 frames dropped · 0 ms not sent',
        'spk   0 ms dropped · 0 underruns',
        'host  lag 1 ms · 0 restarts',
        noEvents,
      ].join('\n'),
    );
    const health = { microphoneDriftPpm: -0.4, speakerDriftPpm: -81.5, preBufferMs: 40 };
    session.input({ type: 'audio-health', health: { ...health, hostLagMs: 0, captureLagMs: 0 } });
    session.input({
      type: 'audio-counters',
      droppedCaptureFrames: 2,
      droppedPlaybackSamples: 480,
      underruns: 1,
      restarts: 1,
    });
    session.intent({ type: 'tell-health' });
    expect(told(session)).toBe(
      [
        'mic   drift 0 ppm · lag 0 ms · 2 frames dropped · 0 ms not sent',
        'spk   drift −81 ppm · pre-buffer 40 ms · 20 ms dropped · 1 underrun',
        'host  lag 0 ms · 1 restart',
        noEvents,
      ].join('\n'),
    );
  });

  it('is told before the session is ready, and where there is no sound', () => {
    const session = new SessionScript({ mode: 'text' });
    session.intent({ type: 'tell-health' });
    expect(told(session)).toBe(`This session has no audio.\n${noEvents}`);
  });

  it('counts the events that were not understood, and the lines that the log dropped', () => {
    const session = new SessionScript({ mode: 'text' });
    const input = { name: 'new.event', raw: { type: 'new.event' }, bytes: 20 };
    for (let index = 0; index < 1002; index += 1)
      session.input({ type: 'unknown-event', ...input });
    session.input({ type: 'malformed-event', reason: 'not JSON', bytes: 1 });
    session.intent({ type: 'tell-health' });
    expect(told(session)).toContain(
      'log   1002 unknown · 1 malformed · 0 late deltas dropped · 0 held events dropped · 3 oldest lines dropped · 0 oldest entries dropped',
    );
  });
});

function timeline({ spans, levels, nowMs }: SessionState, count = 100) {
  return speakingTimeline(spans, levels, levelCellAt(nowMs), count);
}

describe('the timeline', () => {
  it('is empty before anybody spoke', () => {
    expect(timeline(new SessionScript().ready().state)).toEqual([]);
  });

  it('shows both sides, where they overlap and where a reply was cut', () => {
    const session = new SessionScript().ready().speaking(9.25);
    session.nowMs = 999;
    session.heard(2);
    session.nowMs = 1999;
    session.server({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: 5000,
      item_id: 'item_u',
    });
    session.flushed({
      itemId: 'item_1',
      contentIndex: 0,
      receivedSamples: 9.25 * 24_000,
      handedSamples: 48_000,
    });
    session.nowMs = 3999;
    session.server({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: 7000,
      item_id: 'item_u',
    });
    const cells = timeline(session.state);
    const draw = (side: 'userDb' | 'assistantDb' | 'cut' | 'begins') =>
      cells.map((cell) => (cell[side] === undefined ? '.' : 'x')).join('');
    expect(draw('assistantDb')).toBe('xxxxxxxx....');
    expect(draw('begins')).toBe('x...........');
    expect(draw('userDb')).toBe('....xxxxxxxx');
    expect(draw('cut')).toBe('.......x....');
    expect(timeline(session.state, 3)).toEqual(cells.slice(-3));
  });

  it('follows push-to-talk from key to key, cell by cell, and stands still afterwards', () => {
    const session = new SessionScript({ mode: 'push-to-talk' }).ready(null);
    session.nowMs = 999;
    session.intent({ type: 'talk-start' });
    session.nowMs = 1399;
    session.input({ type: 'meters', microphoneDb: -20, speakerDb: -60 });
    expect(timeline(session.state)).toEqual([{ userDb: -60 }]);
    session.nowMs = 1499;
    session.intent({ type: 'talk-discard' });
    const before = timeline(session.state);
    expect(before).toEqual([{ userDb: -60 }, { userDb: -20 }]);
    session.input({ type: 'meters', microphoneDb: -50, speakerDb: -50 });
    session.nowMs += 60_000;
    expect(timeline({ ...session.state, nowMs: session.nowMs })).toEqual(before);
  });

  it('shortens a long silence, and says how long it was', () => {
    const spans = [
      { side: 'user', startMs: 0, endMs: 500, cut: false },
      { side: 'assistant', itemId: 'item_1', startMs: 1000, endMs: 1250, cut: false },
      { side: 'user', startMs: 61_250, endMs: 61_500, cut: false },
    ] as const;
    const cells = speakingTimeline(spans, [], 1000, 100);
    expect(cells).toHaveLength(2 + 2 + 1 + 8 + 1);
    expect(cells[5]).toEqual({ silenceMs: 60_000 });
    expect(cells.slice(6, 13)).toEqual(Array.from({ length: 7 }, () => ({})));
  });

  it('is bounded', () => {
    const session = new SessionScript().ready();
    for (let turn = 0; turn < 300; turn += 1) session.heard(0.02, `item_${String(turn)}`);
    expect(session.state.spans.length).toBe(200);
    for (let cell = 0; cell < 1000; cell += 1) {
      session.nowMs += 300;
      session.input({ type: 'meters', microphoneDb: -20, speakerDb: -60 });
    }
    expect(session.state.levels.length).toBe(800);
  });
});
