import { describe, expect, it } from 'vitest';
import type { Intent } from '../../src/session/inputs.js';
import { currentApproval } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
const done = { type: 'response.done', response: { id: 'resp_1', status: 'completed' } };
const partHeard = {
  itemId: 'item_1',
  contentIndex: 0,
  receivedSamples: 48_000,
  handedSamples: 24_000,
};

/** The states of a reply that a key can find, and what of it the device has then taken. */
const states = {
  'nothing playing': { at: () => new SessionScript().ready(), item: undefined },
  'playing, generation done': {
    at: () => {
      const session = new SessionScript().ready().speaking(2).heard(1);
      session.server({ type: 'response.audio.done', ...place });
      session.server(done);
      return session;
    },
    item: partHeard,
  },
  'playing and generating': {
    at: () => new SessionScript().ready().speaking(2).heard(1),
    item: partHeard,
  },
  'generating, nothing played': {
    at: () => new SessionScript().ready().speaking(2),
    item: { ...partHeard, handedSamples: 0 },
  },
  'waiting for approval': {
    at: () => {
      const session = new SessionScript().ready();
      session.server({ type: 'response.created', response: { id: 'resp_1' } });
      session.server({
        type: 'response.function_call_arguments.done',
        ...place,
        call_id: 'call_1',
        name: 'get_weather',
        arguments: '{}',
      });
      session.server(done);
      return session;
    },
    item: undefined,
  },
  'not connected yet': { at: () => new SessionScript(), item: undefined },
} as const;

const cancel = 'response.cancel';
const truncate = 'conversation.item.truncate';
const clear = 'input_audio_buffer.clear';

const table: readonly [keyof typeof states, Intent['type'], readonly string[]][] = [
  ['nothing playing', 'interrupt', []],
  ['nothing playing', 'cancel', []],
  ['nothing playing', 'truncate', []],
  ['nothing playing', 'clear-input', [clear]],
  ['playing, generation done', 'interrupt', [truncate]],
  ['playing, generation done', 'cancel', []],
  ['playing, generation done', 'truncate', [truncate]],
  ['playing, generation done', 'clear-input', [clear]],
  ['playing and generating', 'interrupt', [cancel, truncate]],
  ['playing and generating', 'cancel', [cancel]],
  ['playing and generating', 'truncate', [truncate]],
  ['playing and generating', 'clear-input', [clear]],
  // What nobody heard is deleted when the response is done, see "interrupting by key".
  ['generating, nothing played', 'interrupt', [cancel]],
  ['generating, nothing played', 'cancel', [cancel]],
  ['generating, nothing played', 'truncate', []],
  ['generating, nothing played', 'clear-input', [clear]],
  ['waiting for approval', 'interrupt', []],
  ['waiting for approval', 'cancel', []],
  ['waiting for approval', 'truncate', []],
  ['waiting for approval', 'clear-input', [clear]],
  ['not connected yet', 'interrupt', []],
  ['not connected yet', 'cancel', []],
  ['not connected yet', 'truncate', []],
  ['not connected yet', 'clear-input', []],
];

function press(session: SessionScript, type: Intent['type']): void {
  switch (type) {
    case 'interrupt':
    case 'cancel':
    case 'truncate':
    case 'clear-input':
      session.intent({ type });
      return;
    default:
      throw new Error(`no key of this test: ${type}`);
  }
}

describe('the keys of interruption', () => {
  it.each(table)('%s: %s sends %j', (name, type, sent) => {
    const { at, item } = states[name];
    const session = at();
    const question = currentApproval(session.state);
    session.sent();
    press(session, type);
    if (item !== undefined && session.state.playback.flushing !== undefined) session.flushed(item);
    expect(session.sent().map((event) => event['type'])).toEqual(sent);
    // No key of interruption answers a question.
    expect(currentApproval(session.state)).toEqual(question);
  });

  it.each(['cancel', 'truncate'] as const)('%s says so when there is nothing to do', (type) => {
    const session = new SessionScript().ready();
    press(session, type);
    expect(session.state.transcript.at(-1)).toMatchObject({ kind: 'notice', level: 'info' });
  });
});
