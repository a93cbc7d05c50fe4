import { describe, expect, it } from 'vitest';
import { summaryFields } from '../../../../src/session/log/summary-fields.js';
import { entrySummary, summaryOf } from '../../../../src/session/log/summary.js';
import { SessionScript } from '../../../helpers/session.js';

describe('the summary of an event', () => {
  it('of session.update names everything that it changes', () => {
    const session = {
      voice: { type: 'openai', name: 'verse' },
      turn_detection: null,
      input_audio_transcription: { model: 'whisper-1' },
      temperature: 0.6,
      tools: [{ type: 'function', name: 'get_weather' }],
    };
    expect(summaryOf('session.update', { type: 'session.update', session })).toBe(
      'voice verse · turn_detection none · input_audio_transcription whisper-1 · temperature 0.6 · tools get_weather',
    );
  });

  it('of an image says that it is one, and its size', () => {
    const content = [{ type: 'input_image', image_url: '<image 12034 bytes>' }];
    const item = { type: 'message', role: 'user', content };
    expect(summaryOf('conversation.item.create', { item })).toBe('user · image 12.0 kB · message');
  });

  it('gives moments of the input in seconds', () => {
    expect(
      summaryOf('input_audio_buffer.speech_stopped', { audio_end_ms: 12_900, item_id: 'i' }),
    ).toBe('at 12.90 s · i');
  });

  it('is short, and one line, for every event and any values', () => {
    for (const type of summaryFields.keys()) {
      const long = 'long\ntext '.repeat(1000);
      const summary = summaryOf(type, {
        type,
        delta: long,
        transcript: long,
        session: { a: long },
      });
      expect(summary.length, type).toBeLessThanOrEqual(1000);
      expect(summary, type).not.toContain('\n');
    }
  });
});

describe('a run of text deltas', () => {
  const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
  const type = 'response.audio_transcript.delta';

  it('is one line with all that was said', () => {
    const session = new SessionScript().ready();
    for (const delta of ['In Oslo ', 'it is ', '39 degrees', ' and raining.'])
      session.server({ type, ...place, delta });
    const lines = session.state.log.filter((entry) => entry.type === type);
    expect(lines.map(({ count }) => count)).toEqual([4]);
    expect(lines.map(entrySummary)).toEqual(['In Oslo it is 39 degrees and raining. · item_1']);
  });

  it('keeps a bounded part of it', () => {
    const session = new SessionScript().ready();
    for (let index = 0; index < 50; index += 1)
      session.server({ type, ...place, delta: 'a hundred letters and so on '.repeat(4) });
    const [line] = session.state.log.filter((entry) => entry.type === type);
    expect(line?.count).toBe(50);
    expect(line?.text).toHaveLength(1000);
    expect(line && entrySummary(line).length).toBeLessThanOrEqual(1000);
  });
});
