import { describe, expect, it } from 'vitest';
import { summaryFields } from '../../../../src/session/log/summary-fields.js';
import { logRows } from '../../../../src/tui/layout/event-log.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { shortType } from '../../../../src/tui/text/short-type.js';
import { logEntry } from '../../../helpers/state.js';

describe('an event type in a narrow column', () => {
  it.each([
    ['input_audio_buffer.speech_stopped', 20, '…speech_stopped'],
    ['conversation.item.truncate', 20, '…item.truncate'],
    ['conversation.item.truncate', 12, '…truncate'],
    ['conversation.item.truncated', 12, '…truncated'],
    ['response.audio_transcript.delta', 27, '…audio_transcript.delta'],
    ['response.done', 27, 'response.done'],
    ['input_audio_buffer.append', 16, '…buffer.append'],
    ['some.event.that.is.not.known', 10, 'some.event.that.is.not.known'],
  ])('%s in %i cells is %s', (type, width, short) => {
    expect(shortType(type, width)).toBe(short);
  });

  it('never looks like another type, in a log of any width, whatever its count', () => {
    const types = [...summaryFields.keys()];
    for (let width = 43; width <= 120; width += 1) {
      for (const count of [1, 16, 1000]) {
        const entries = types.map((type) => logEntry({ type, summary: '', count, bytes: 0 }));
        const lines = logRows(entries, width, types.length, { selected: undefined }).map(rowText);
        expect(new Set(lines).size, `width ${String(width)}`).toBe(types.length);
      }
    }
  });
});

describe('a line of the event log', () => {
  it('gives the summary what the type does not need', () => {
    const summary = 'In Oslo it is 39 degrees and raining.';
    const entry = logEntry({ type: 'response.audio_transcript.delta', summary, count: 9 });
    const [line = ''] = logRows([entry], 80, 1, { selected: undefined }).map(rowText);
    expect(line).toContain('…audio_transcript.delta ×9');
    expect(line).toContain(summary);
  });
});
