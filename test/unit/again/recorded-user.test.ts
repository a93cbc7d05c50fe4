import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedUser, type RecordedUser } from '../../../src/again/recorded-user.js';
import { intentsFor } from '../../../src/again/sent-again.js';
import { TimedIntents } from '../../../src/again/timed-intents.js';
import { readRecording } from '../../../src/recording/reader.js';
import type { Intent } from '../../../src/session/inputs.js';
import type { SessionOptions } from '../../../src/session/state.js';
import { LogWriter } from '../../helpers/log-writer.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-again-'));
});

afterAll(() => rm(folder, { recursive: true }));

const session = { id: 'sess_1', model: 'gpt-realtime', modalities: ['text'] };
const place = { response_id: 'resp_1', output_index: 0 };

async function userOf(
  options: Partial<SessionOptions>,
  write: (log: LogWriter) => void,
): Promise<RecordedUser> {
  const log = new LogWriter(options);
  log.nowMs = 1000;
  log.ready(session);
  write(log);
  const path = join(folder, 'events.jsonl');
  await writeFile(path, `${log.end().lines.join('\n')}\n`);
  return recordedUser(await readRecording(path));
}

function at(log: LogWriter, nowMs: number, intent: Intent): void {
  log.nowMs = nowMs;
  log.input({ type: 'intent', intent });
}

/** A microphone frame, whose last sample stands at `wavMs` of the WAV. */
function frame(log: LogWriter, nowMs: number, wavMs: number): void {
  log.nowMs = nowMs;
  log.input({
    type: 'sent',
    raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
    bytes: 1300,
    audio: { track: 'microphone', offset: (wavMs - 20) * 24, length: 480 },
    lateMs: 0,
  });
}

function called(log: LogWriter, callId: string, given: string): void {
  log.server({ type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } });
  const item = { id: `item_${callId}`, type: 'function_call', call_id: callId, name: 'look' };
  log.server({
    type: 'response.output_item.added',
    ...place,
    item: { ...item, arguments: '', status: 'in_progress' },
  });
  log.server({
    type: 'response.function_call_arguments.done',
    ...place,
    item_id: item.id,
    call_id: callId,
    name: 'look',
    arguments: given,
  });
  log.server({
    type: 'response.output_item.done',
    ...place,
    item: { ...item, arguments: given, status: 'completed' },
  });
}

describe('the user of a recording', () => {
  it('typed turns, which waited for a reply or did not', async () => {
    const user = await userOf({ mode: 'text' }, (log) => {
      at(log, 3000, { type: 'say', text: 'first' });
      at(log, 3250, { type: 'say', text: 'and this' });
      at(log, 9000, { type: 'quit' });
    });
    expect(user.intents).toEqual([
      { intent: { type: 'say', text: 'first' }, atMs: 2000, sinceMs: 2000, afterReply: true },
      { intent: { type: 'say', text: 'and this' }, atMs: 2250, sinceMs: 250, afterReply: false },
    ]);
    expect(user).toMatchObject({ leftOut: 0, results: [], decisions: [] });
    expect(user.microphoneFromMs).toBeUndefined();
  });

  it('counts what only concerns the old session', async () => {
    const { intents, leftOut } = await userOf({ mode: 'text' }, (log) => {
      at(log, 2000, { type: 'delete-item', id: 'item_1' });
      at(log, 2000, { type: 'save' });
      at(log, 2000, { type: 'mute', what: 'speaker', muted: true });
    });
    expect(intents.map(({ intent }) => intent.type)).toEqual(['mute']);
    expect(leftOut).toBe(2);
  });

  it('has a microphone from the moment at which the session was ready, by the clock of the WAV', async () => {
    const user = await userOf({ mode: 'push-to-talk' }, (log) => {
      // The WAV began 400 ms after the session.
      at(log, 2000, { type: 'talk-start' });
      frame(log, 2010, 1610);
      frame(log, 2030, 1630);
      at(log, 2035, { type: 'talk-send' });
    });
    expect(user.microphoneFromMs).toBeCloseTo(600);
    expect(user.intents.map(({ atMs }) => atMs)).toEqual([1000, 1035]);
  });

  it('has results of tools with their calls, and decisions', async () => {
    const { results, decisions } = await userOf(
      { mode: 'text', runnableTools: ['look'], approve: 'ask' },
      (log) => {
        at(log, 2000, { type: 'say', text: 'look' });
        called(log, 'call_1', '{"at":1}');
        at(log, 3000, { type: 'decide', callId: 'call_1', decision: 'once' });
        log.input({
          type: 'tool-finished',
          callId: 'call_1',
          ok: true,
          output: 'seen',
          elapsedMs: 7,
        });
      },
    );
    expect(results).toEqual([
      { name: 'look', arguments: '{"at":1}', ok: true, output: 'seen', elapsedMs: 7 },
    ]);
    expect(decisions).toEqual([
      { name: 'look', server: undefined, arguments: '{"at":1}', decision: 'once' },
    ]);
  });
});

describe('intents on the clock of the microphone', () => {
  const intents = (['talk-start', 'interrupt', 'talk-send'] as const).map((type, index) => ({
    intent: { type },
    atMs: index * 20,
    sinceMs: 20,
    afterReply: true,
  }));

  it('come before the frame in which they are due, each once', () => {
    const timed = new TimedIntents(intents);
    const types = (endMs: number): readonly string[] =>
      [...timed.before(endMs)].map(({ type }) => type);
    expect(types(20)).toEqual(['talk-start']);
    expect(types(20)).toEqual([]);
    expect(timed.areDone).toBe(false);
    expect(types(60)).toEqual(['interrupt', 'talk-send']);
    expect(timed.areDone).toBe(true);
  });

  it('lose the push-to-talk key where the service detects turns', () => {
    const types = (mode: SessionOptions['mode']): readonly string[] =>
      intentsFor(intents, { recorded: 'push-to-talk', mode }).map(({ intent }) => intent.type);
    expect(types('hands-free')).toEqual(['interrupt']);
    expect(types('push-to-talk')).toHaveLength(3);
  });
});
