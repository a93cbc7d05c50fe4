import { describe, expect, it } from 'vitest';
import { lastAnswerMs } from '../../src/session/selectors.js';
import { turnParts } from '../../src/session/metrics/turn-parts.js';
import { RandomSession, seeded } from '../helpers/random-session.js';
import { SessionScript } from '../helpers/session.js';

const spoken = { item_id: 'item_u' };

/** A spoken turn: speech that ends at 1000 ms, noticed 200 ms later. @param voiceEndMs by the microphone's samples */
function afterSpeech(session: SessionScript, voiceEndMs?: number): SessionScript {
  session.server({
    type: 'input_audio_buffer.speech_started',
    audio_start_ms: 100,
    ...spoken,
  });
  session.nowMs = 0;
  for (let frame = 0; frame < 60; frame += 1) {
    session.nowMs = 20 * (frame + 1) - 1;
    session.append();
  }
  session.nowMs = 1199;
  // Not later than what follows: a script's time passes with every input.
  if (voiceEndMs !== undefined) session.input({ type: 'voice-ended', agoMs: 1200 - voiceEndMs });
  session.nowMs = 1199;
  session.server({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: 1000, ...spoken });
  return session;
}

function at(session: SessionScript, ms: number): SessionScript {
  session.nowMs = ms - 1;
  return session;
}

function calls(session: SessionScript, responseId: string): void {
  session.server({
    type: 'response.created',
    response: { id: responseId, status: 'in_progress' },
  });
  session.server({
    type: 'response.function_call_arguments.done',
    response_id: responseId,
    item_id: 'item_call',
    output_index: 0,
    call_id: 'call_1',
    name: 'get_weather',
    arguments: '{}',
  });
}

function done(session: SessionScript, id: string): void {
  session.server({ type: 'response.done', response: { id, status: 'completed' } });
}

describe('the end of speech', () => {
  /** The turn of `afterSpeech`, with a turn detection that waits for silence. */
  const waiting = { type: 'server_vad', silence_duration_ms: 300 } as const;

  function turn(voiceEndMs?: number): ReturnType<typeof turnParts> {
    const session = new SessionScript().ready(waiting);
    afterSpeech(session, voiceEndMs);
    at(session, 1300).server({
      type: 'response.created',
      response: { id: 'resp_1', status: 'in_progress' },
    });
    at(session, 1500).speaking(1);
    at(session, 1600).heard(0.5);
    return turnParts(session.state);
  }

  it('is without the silence that the service waited for, by its own setting', () => {
    const parts = turn();
    expect(parts).toMatchObject({ from: 'end of speech', silenceMs: 300, totalMs: 900 });
    expect(parts?.parts.slice(0, 2)).toEqual([
      { word: 'silence', ms: 300 },
      { word: 'VAD', ms: 200 },
    ]);
  });

  it('is that of the microphone where its samples were measured', () => {
    expect(turn(655)).toMatchObject({ silenceMs: 345, totalMs: 945 });
    expect(turn(1020)).toMatchObject({ totalMs: 600 });
  });

  it('is not that of a sound that goes on, or that was long before', () => {
    expect(turn(1100)).toMatchObject({ silenceMs: 300 });
    expect(turn(-2500)).toMatchObject({ silenceMs: 300 });
  });
});

describe('the latency of a turn with a tool call', () => {
  it('counts from the end of speech to the answer, with the time of the tool as a part', () => {
    const session = new SessionScript({ approve: 'always' }).ready();
    calls(at(afterSpeech(session), 1300), 'resp_1');
    at(session, 1400);
    done(session, 'resp_1');
    at(session, 1601).input({
      type: 'tool-finished',
      callId: 'call_1',
      ok: true,
      output: '{}',
      elapsedMs: 300,
    });
    at(session, 1798).speaking(1, { responseId: 'resp_2', itemId: 'item_2' });
    at(session, 1900).heard(0.5, 'item_2');
    expect(lastAnswerMs(session.state)).toBe(900);
    expect(turnParts(session.state)).toEqual({
      from: 'end of speech',
      parts: [
        { word: 'VAD', ms: 200 },
        { word: 'created', ms: 100 },
        { word: 'tool call', ms: 1 },
        { word: 'tool', ms: 300 },
        { word: 'first text', ms: 198 },
        { word: 'first audio', ms: 1 },
        { word: 'heard', ms: 100 },
      ],
      totalMs: 900,
    });
  });

  it('is one turn, though the assistant says something before it calls the tool', () => {
    const session = new SessionScript({ approve: 'always' }).ready();
    at(afterSpeech(session), 1300).speaking(0.5);
    at(session, 1400).heard(0.5);
    calls(session, 'resp_1');
    done(session, 'resp_1');
    session.input({ type: 'tool-finished', callId: 'call_1', ok: true, output: '', elapsedMs: 1 });
    at(session, 2000).speaking(1, { responseId: 'resp_2', itemId: 'item_2' });
    session.heard(0.5, 'item_2');
    expect(session.state.latency.answerMs).toEqual([400]);
  });
});

describe('the latency of a typed turn', () => {
  it('counts from the moment it was typed, also while another response is under way', () => {
    const session = new SessionScript({ mode: 'text' }).ready();
    const place = { item_id: 'item_1', output_index: 0, content_index: 0 };
    session.server({ type: 'response.created', response: { id: 'resp_0' } });
    at(session, 1000).intent({ type: 'say', text: 'hello' });
    at(session, 1100);
    done(session, 'resp_0');
    at(session, 1200).server({ type: 'response.created', response: { id: 'resp_1' } });
    at(session, 1300).server({
      type: 'response.text.delta',
      response_id: 'resp_1',
      ...place,
      delta: 'Hi',
    });
    expect(turnParts(session.state)).toEqual({
      from: 'typed turn',
      parts: [
        { word: 'requested', ms: 100 },
        { word: 'created', ms: 100 },
        { word: 'first text', ms: 100 },
      ],
      totalMs: 300,
    });
  });
});

describe('the parts of a turn', () => {
  it('do not take what is still heard of the last reply for the answer', () => {
    const session = new SessionScript().ready({ type: 'server_vad', interrupt_response: false });
    session.speaking(10);
    afterSpeech(session);
    at(session, 1210).heard(0.5);
    const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
    at(session, 1220).server({ type: 'response.audio.delta', ...place, delta: 'AAAA' }, 24_000);
    at(session, 1230);
    done(session, 'resp_1');
    expect(lastAnswerMs(session.state)).toBeUndefined();
    at(session, 1300).speaking(1, { responseId: 'resp_2', itemId: 'item_2' });
    at(session, 1500).heard(0.5, 'item_2');
    expect(lastAnswerMs(session.state)).toBe(500);
  });

  it('never have a sound heard before it arrived, however deep the device says it is', () => {
    const session = new SessionScript().ready();
    at(afterSpeech(session), 1300).speaking(1);
    const firstAudioMs = session.nowMs;
    at(session, 1310).input({
      type: 'played',
      runs: [{ itemId: 'item_1', contentIndex: 0, fromSample: 0, samples: 12_000 }],
      depthMs: 0,
    });
    expect(lastAnswerMs(session.state)).toBe(firstAudioMs - 1000);
  });

  it.each(Array.from({ length: 60 }, (_, index) => index + 1))(
    'are in order, and add up to the answer time, whatever happens (seed %i)',
    (seed) => {
      const session = new RandomSession(seeded(seed));
      let answered = session.state.latency.last;
      for (let step = 0; step < 150; step += 1) {
        session.step();
        const { latency } = session.state;
        if (latency.last === answered) continue;
        answered = latency.last;
        const turn = turnParts(session.state);
        const parts = turn?.parts ?? [];
        expect(parts.every(({ ms }) => ms >= 0)).toBe(true);
        const sum = parts.reduce((total, { ms }) => total + ms, 0);
        expect(sum).toBeCloseTo(turn?.totalMs ?? Number.NaN, 6);
        expect(turn?.totalMs).toBeCloseTo(latency.answerMs.at(-1) ?? Number.NaN, 6);
        const words = parts.map(({ word }) => word);
        if (words.includes('heard')) {
          expect(words.at(-1)).toBe('heard');
          expect(words).toContain('first audio');
        } else expect(words.at(-1)).toBe('first text');
      }
    },
  );
});
