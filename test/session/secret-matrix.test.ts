import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inspectRecording } from '../../src/analysis/inspect-recording.js';
import { jsonOf } from '../../src/cli/inspect/inspection-json.js';
import { openSource } from '../../src/export/source.js';
import { textFormats } from '../../src/export/text-formats.js';
import { createJsonPrinter } from '../../src/cli/terminal/json-lines.js';
import { reportFailure } from '../../src/cli/terminal/report.js';
import { openRecorder } from '../../src/recording/recorder.js';
import { createController } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import { transportInput } from '../../src/session/controller/transport-input.js';
import type { SessionState } from '../../src/session/state.js';
import { createSecrets, type Secrets } from '../../src/shared/secrets/registry.js';
import { explainNetworkFailure } from '../../src/transport/network-failure.js';
import { explainStatus } from '../../src/transport/refusal.js';
import type { TransportEvent } from '../../src/transport/types.js';
import { layoutFrame } from '../../src/tui/layout/frame.js';
import { renderTranscript } from '../../src/tui/plain/exit-transcript.js';
import { rowText } from '../../src/tui/text/rows.js';
import { initialUi, type UiState } from '../../src/tui/ui-state.js';
import {
  canaries,
  canaryRegistry,
  sessionWithSecrets,
  spellings,
  type CanaryKind,
} from '../helpers/canaries.js';
import { MemoryDisk } from '../helpers/memory-disk.js';
import { recordingHeader } from '../helpers/recordings.js';
import { handsFree } from '../helpers/session.js';

/** Sinks of a session by name, as text. */
type Sinks = Readonly<Record<string, string>>;

const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
const call = {
  id: 'item_2',
  type: 'function_call',
  call_id: 'call_1',
  name: 'get_weather',
  status: 'completed',
};
const remote = { id: 'item_3', type: 'mcp_call', server_label: 'docs', name: 'read' };

/** Every place where a service repeats a text. */
function echoes(text: (where: string) => string): readonly object[] {
  const split = text('split');
  const [first, second] = [split.slice(0, split.length / 2), split.slice(split.length / 2)];
  return [
    { type: 'response.created', response: { id: 'resp_1' } },
    { type: 'response.text.delta', ...place, delta: text('delta') },
    { type: 'response.text.delta', ...place, delta: first },
    { type: 'response.text.delta', ...place, delta: second },
    ...Array.from(text('letters'), (delta) => ({
      type: 'response.audio_transcript.delta',
      ...place,
      delta,
    })),
    { type: 'response.text.done', ...place, text: text('done') },
    {
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'item_0',
      content_index: 0,
      transcript: text('heard'),
    },
    { type: 'error', error: { type: 'server_error', code: text('code'), message: text('error') } },
    { type: 'warning', warning: { message: text('warning') } },
    { type: 'response.output_item.added', ...place, item: { ...call, arguments: '' } },
    {
      type: 'response.function_call_arguments.delta',
      ...place,
      call_id: 'call_1',
      delta: `{"a":${JSON.stringify(text('arguments'))}`,
    },
    {
      type: 'response.function_call_arguments.done',
      ...place,
      item_id: 'item_2',
      call_id: 'call_1',
      arguments: JSON.stringify({ a: text('arguments') }),
    },
    { type: 'response.output_item.done', ...place, item: { ...call, arguments: '{}' } },
    { type: 'response.output_item.added', ...place, item: { ...remote, arguments: '' } },
    {
      type: 'response.output_item.done',
      ...place,
      item: { ...remote, arguments: '{}', error: { message: text('mcp') }, output: text('output') },
    },
    { type: 'mcp_list_tools.failed', item_id: 'item_4', error: { message: text('list') } },
    { type: 'a.new.event', deep: [{ [text('name')]: text('value') }] },
    { type: text('type') },
    {
      type: 'response.done',
      response: {
        id: 'resp_1',
        status: 'failed',
        status_details: { type: 'failed', error: { code: 'x', message: text('failed') } },
      },
    },
    { type: 'session.updated', session: { id: text('id'), instructions: text('instructions') } },
  ];
}

/** A session in which everything that can fail does and everything that can be repeated is; what is left of it. */
async function sinksOf(secrets: Secrets, text: (where: string) => string): Promise<Sinks> {
  const printed: string[] = [];
  const diagnosed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => diagnosed.push(String(line)) > 0);
  const disk = new MemoryDisk();
  let tell: (event: TransportEvent) => void = () => undefined;
  const controller = createController({
    options: { ...handsFree, mode: 'text', approve: 'always', session: sessionWithSecrets },
    secrets,
    server: openServerLink((listener) => {
      tell = listener;
      return {
        target: 'test',
        connect: () => undefined,
        send: () => true,
        sever: () => undefined,
        bufferedBytes: () => 0,
        close: () => Promise.resolve(),
      };
    }),
    tools: {
      load: () => Promise.resolve([]),
      run: () => Promise.resolve({ ok: false, output: text('tool'), elapsedMs: 1 }),
      close: () => Promise.resolve(),
    },
    outputs: [createJsonPrinter()],
  });
  const recorder = await openRecorder({
    directory: '/recordings',
    id: 'x',
    header: { ...recordingHeader(), options: controller.options },
    onTrouble: () => undefined,
    files: disk,
  });
  controller.attach({ outputs: [recorder] });
  controller.report({ type: 'start' });
  // The tokens come while it connects, and change when it connects again.
  secrets.learn(knownFrom(secrets, ['Entra token', 'refreshed Entra token']));
  tell({ type: 'open', attempt: 1 });
  const say = (event: object): void => {
    const frame = JSON.stringify({ event_id: 'event_1', ...event });
    tell({ type: 'frame', attempt: 1, text: frame });
  };
  say({ type: 'session.created', session: { id: 'sess_1', model: 'gpt-realtime' } });
  for (const event of echoes(text)) say(event);
  tell({ type: 'frame', attempt: 1, text: `not JSON ${text('frame')}` });
  await expect
    .poll(() => printed.some((line) => line.includes('tool-finished')), { interval: 1 })
    .toBe(true);
  controller.dispatch({ type: 'say', text: text('typed') });
  controller.report({ type: 'recording-trouble', sentence: text('disk') });
  const context = {
    host: 'host.example',
    path: '/',
    apiVersion: '1',
    mode: 'model',
    credentialKind: 'key',
    scrub: secrets.hide,
  } as const;
  const refusals = [
    explainStatus(
      { status: 401, body: JSON.stringify({ error: { message: text('body') } }) },
      context,
    ),
    explainStatus({ status: 502, body: `<title>${text('page')}</title>` }, context),
    explainStatus(
      { status: 302, body: '', location: `https://${text('redirect')}.example/` },
      context,
    ),
    explainNetworkFailure(new Error(`getaddrinfo ${text('lookup')}`), 'host', secrets.hide),
  ];
  for (const { error } of refusals) {
    const { failure } = refusalInput(error);
    controller.report({ type: 'part-failed', part: 'sound', failure, textSession: {} });
    reportFailure(secrets.hide(failure));
  }
  tell({ type: 'closed', attempt: 1, code: 1011, reason: text('reason'), retryable: false });
  const state = controller.getState();
  if (state.connection.phase === 'closed' && state.connection.failure !== undefined)
    reportFailure(state.connection.failure);
  await controller.close();
  vi.restoreAllMocks();
  return {
    'events.jsonl': disk.file('events.jsonl').toString(),
    ...(await exportsOf(disk.file('events.jsonl'))),
    'session state': JSON.stringify(state),
    '--json': printed.join(''),
    screen: screens(state),
    'exit transcript': renderTranscript(state),
    stderr: diagnosed.join(''),
  };
}

/** Everything that is made of a recording later. */
async function exportsOf(log: Uint8Array): Promise<Sinks> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-secrets-'));
  try {
    await writeFile(join(folder, 'events.jsonl'), log);
    const { source } = await openSource(folder, folder, { program: '1', redact: false });
    const texts = Object.entries(textFormats).map(async ([name, write]) => {
      let text = '';
      for await (const piece of write(source)) text += piece;
      return [`export ${name}`, text] as const;
    });
    const { report } = await inspectRecording(folder);
    return {
      ...Object.fromEntries(await Promise.all(texts)),
      'inspect --json': JSON.stringify(jsonOf([report], undefined, [])),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function refusalInput(error: Extract<TransportEvent, { type: 'refused' }>['error']) {
  const input = transportInput({ type: 'refused', attempt: 1, error, retryable: false });
  if (input.type !== 'socket-refused') throw new Error(`not a refusal: ${input.type}`);
  return input;
}

/** Tokens that this registry is to learn: none in the session of a stranger. */
function knownFrom(secrets: Secrets, kinds: readonly CanaryKind[]): readonly string[] {
  return secrets.holds(canaries['API key']) ? kinds.map((kind) => canaries[kind]) : [];
}

/** The screen, and every event opened on it, without the line breaks of a narrow box. */
function screens(state: SessionState): string {
  const views: readonly UiState[] = [
    initialUi,
    ...state.log.map((entry): UiState => ({
      ...initialUi,
      overlay: { kind: 'event', sequence: entry.sequence },
    })),
  ];
  const size = { columns: 300, rows: 30 };
  const rows = views.flatMap((ui) => layoutFrame(state, ui, size).rows.map(rowText));
  return rows.map((row) => row.trim()).join('\n');
}

/** What of a spelled secret betrays it: its letters and digits in a row, without the ends of base64. */
function betrayals(spelled: string, spelling: string): readonly string[] {
  const certain = spelling.includes('base64') ? spelled.slice(4, -6) : spelled;
  return certain.match(/\w{6,}/g) ?? [];
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a secret that everything repeats', () => {
  for (const [kind, secret] of Object.entries(canaries)) {
    it(`reaches no place of the program in any spelling: ${kind}`, async () => {
      const found: string[] = [];
      for (const [spelling, spell] of Object.entries(spellings)) {
        const spelled = spell(secret);
        const parts = betrayals(spelled, spelling);
        expect(parts.length, spelled).toBeGreaterThan(0);
        const sinks = await sinksOf(canaryRegistry(), (where) => `${where}: ${spelled}.`);
        for (const [sink, text] of Object.entries(sinks)) {
          const lower = text.toLowerCase();
          const hit = parts.find((part) => lower.includes(part.toLowerCase()));
          const at = hit === undefined ? 0 : lower.indexOf(hit.toLowerCase());
          if (hit !== undefined)
            found.push(`${spelling}, ${sink}: …${text.slice(at - 90, at + 30)}`);
        }
      }
      expect(found).toEqual([]);
    });
  }

  it('would be seen in each of them if it were not known', async () => {
    const stranger = 'Q7kStranger0x99';
    const places: string[] = [];
    const sinks = await sinksOf(createSecrets(), (where) => {
      places.push(where);
      return `${where}-${stranger}`;
    });
    for (const [sink, text] of Object.entries(sinks)) expect(text, sink).toContain(stranger);
    const log = sinks['events.jsonl'] ?? '';
    expect(log.match(/.*"malformed-event".*/g)).toEqual([expect.stringContaining('not JSON')]);
    const letters = new Set(['split', 'letters', 'redirect']);
    for (const where of places.filter((each) => !letters.has(each)))
      expect(log, where).toContain(`${where}-${stranger}`);
    const all = JSON.stringify(sinks).toLowerCase();
    expect(all).toContain(`redirect-${stranger.toLowerCase()}`);
  });
});
