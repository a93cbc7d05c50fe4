import { describe, expect, it } from 'vitest';
import { entrySummary } from '../../src/session/log/summary.js';
import { neighbouringTurn } from '../../src/session/log/log-turns.js';
import type { JsonObject } from '../../src/shared/json.js';
import { scriptStep } from '../../src/session/commands/script-step.js';
import { SessionScript } from '../helpers/session.js';
import { logEntry } from '../helpers/state.js';

const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };

describe('microphone audio in the log', () => {
  it('is one line with its length, also while a reply comes in between', () => {
    const session = new SessionScript().ready();
    session.append(10);
    for (let delta = 0; delta < 5; delta += 1) {
      session.server({ type: 'response.audio.delta', ...place, delta: 'AAAA' }, 2400);
      session.append(2);
    }
    session.server({ type: 'response.audio.done', ...place });
    session.append(5);
    const lines = session.state.log.filter(({ type }) => type.endsWith('.append'));
    expect(lines.map(({ count }) => count)).toEqual([25]);
    expect(lines.map(entrySummary)).toEqual(['0.50 s']);
    const deltas = session.state.log.filter(({ type }) => type === 'response.audio.delta');
    expect(deltas.map(({ count }) => count)).toEqual([5]);
    expect(deltas.map(entrySummary)).toEqual(['item_1 · 0.50 s']);
  });

  it('begins a new line with a new stretch', () => {
    const session = new SessionScript().ready();
    session.append(3);
    session.server({ type: 'input_audio_buffer.committed', item_id: 'item_u' });
    session.append(4);
    const lines = session.state.log.filter(({ type }) => type.endsWith('.append'));
    expect(lines.map(({ count }) => count)).toEqual([3, 4]);
  });
});

describe('turns in the log', () => {
  const typed = { type: 'conversation.item.create', item: { type: 'message', role: 'user' } };
  const log = [
    logEntry({ sequence: 1 }),
    logEntry({ sequence: 2, type: 'input_audio_buffer.speech_started' }),
    logEntry({ sequence: 3 }),
    logEntry({ sequence: 4, type: typed.type, direction: 'out', event: typed }),
    logEntry({ sequence: 5, type: 'input_audio_buffer.commit', direction: 'out' }),
    logEntry({ sequence: 6, type: 'conversation.item.create', direction: 'out', event: {} }),
  ];

  it.each([
    [undefined, 'before', 5],
    [5, 'before', 4],
    [4, 'before', 2],
    [2, 'before', undefined],
    [1, 'after', 2],
    [5, 'after', undefined],
  ] as const)('from %s, the one %s is %s', (from, direction, to) => {
    expect(neighbouringTurn(log, from, direction)?.sequence).toBe(to);
  });
});

describe('an event as a step of a script', () => {
  const sent = (event: JsonObject) => scriptStep(logEntry({ direction: 'out', event }));
  const turn = (text: string) => ({
    type: 'conversation.item.create',
    event_id: 'vl_event_1',
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
  });

  it.each([
    [turn('hello there'), { line: 'hello there' }],
    [turn('/usr/bin'), { line: '/say /usr/bin' }],
    [
      { type: 'response.cancel', event_id: 'vl_event_2' },
      { line: '/send {"type":"response.cancel"}' },
    ],
  ])('%j is %j', (event, step) => {
    expect(sent(event)).toEqual(step);
  });

  it('keeps on one line what was said on several', () => {
    expect(JSON.stringify(sent(turn('one\ntwo')))).toMatch(
      /^\{"line":"\/send \{.*one.*two.*\}"\}$/,
    );
  });

  it('is none for what was received, or when its sound is not kept', () => {
    const append = { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' };
    expect(Object.keys(scriptStep(logEntry()))).toEqual(['problem']);
    expect(Object.keys(sent(append))).toEqual(['problem']);
  });
});
