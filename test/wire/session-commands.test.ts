import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import { readFileFor } from '../../src/cli/session/command-files.js';
import { writeTranscript } from '../../src/cli/session/transcript-file.js';
import { readToolFile } from '../../src/config/files/user-files.js';
import { parseCommand } from '../../src/session/commands/commands.js';
import { createController, type Controller } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import { openSoundPath } from '../../src/session/controller/sound-path.js';
import { isSettled } from '../../src/session/selectors.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { createSecrets } from '../../src/shared/secrets/registry.js';
import { createToolRunner } from '../../src/tools/runner.js';
import { createTransport } from '../../src/transport/connection.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import { closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';
import { handsFree } from '../helpers/session.js';

closeEmulatorsAfterEach();

let controller: Controller | undefined;
let folder = '';
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-commands-'));
});

afterEach(async () => {
  await controller?.close();
  for (const close of closers.splice(0)) await close();
  await rm(folder, { recursive: true });
});

const text: Partial<SessionOptions> = { mode: 'text', session: { modalities: ['text'] } };

/** A session with the emulator, ready to talk. */
async function start(options: Partial<SessionOptions> = text) {
  const emulator = await runEmulator();
  const endpoint = resolveEndpoint({
    endpoint: emulator.url,
    target: { kind: 'model', model: 'gpt-realtime' },
  });
  const credential = { kind: 'emulator-token', token: emulator.token } as const;
  const engine = createAudioEngine({
    inputRateHz: 24_000,
    outputRateHz: 24_000,
    microphone: 'none',
    speaker: 'none',
    lowLatency: false,
  });
  const session = createController({
    options: { ...handsFree, emulated: true, runnableTools: [], ...options },
    server: openServerLink((listener) => createTransport({ endpoint, credential }, listener)),
    sound: openSoundPath(engine),
    tools: createToolRunner([], {
      env: {},
      secrets: createSecrets(),
      readTools: (path) => Promise.resolve(readToolFile(path, '/tools')),
    }),
    readFile: (use, path) => Promise.resolve(readFileFor(use, path)),
    saveTranscript: writeTranscript,
  });
  controller = session;
  const settled = async (): Promise<void> => {
    await expect.poll(() => isSettled(session.getState()), { timeout: 10_000 }).toBe(true);
  };
  const lines = (): readonly string[] =>
    session.getState().transcript.flatMap((entry) => {
      switch (entry.kind) {
        case 'notice':
          return [entry.text];
        case 'user':
        case 'assistant':
          return [`${entry.kind}: ${entry.text}`];
        case 'tool':
          return [];
      }
    });
  await engine.start((event) => {
    session.onAudio(event);
  });
  closers.push(() => engine.close());
  session.report({ type: 'start' });
  await settled();
  return {
    state: () => session.getState(),
    settled,
    /** Resolves at the first state that is as asked, however short it lasts. */
    reaches: (isThere: (state: SessionState) => boolean): Promise<void> =>
      new Promise((resolve) => {
        const end = session.subscribe(() => {
          if (!isThere(session.getState())) return;
          end();
          resolve();
        });
      }),
    /** What the transcript got from a typed line, once it is done. */
    type: async (line: string): Promise<readonly string[]> => {
      const known = lines().length;
      const command = parseCommand(line);
      if (command.kind !== 'intent') throw new Error(JSON.stringify(command));
      session.dispatch(command.intent);
      await settled();
      return lines().slice(known);
    },
    /** The same, for a file with this content. */
    file: async (name: string, content: string): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
  };
}

describe('changes of a session with the emulator', () => {
  it('are told with what the service applied', async () => {
    const { type } = await start();
    expect(await type('/voice verse')).toEqual([
      'voice: alloy → verse (applies from the next reply)',
    ]);
    expect(await type('/session temperature=0.7')).toEqual([
      'temperature: not set → 0.7 (applies from the next reply)',
    ]);
    const [instructions] = await type('/instructions Be very brief.');
    expect(instructions).toMatch(
      /^instructions: .* → Be very brief\. \(applies from the next reply\)$/,
    );
    expect(await type('/turn-detection azure_semantic_vad')).toEqual([
      'turn detection: server_vad → azure_semantic_vad',
    ]);
    const [shown = ''] = await type('/session');
    expect(shown).toContain('\nvoice: {"type":"openai","name":"verse"}');
    expect(shown).toContain('\ninstructions: Be very brief.');
  });

  it('are told with the reason when the service refuses them', async () => {
    const { type, state } = await start();
    const told = await type(
      '/session {"turn_detection":{"type":"azure_semantic_vad","end_of_utterance_detection":{"model":"semantic_detection_v1"}}}',
    );
    expect(told.join()).toMatch(/^Not changed: .*\nturn detection: still server_vad$/);
    expect(state().asked.turn_detection).toBeUndefined();
  });

  it('read files, and say what is wrong with them', async () => {
    const { type, file } = await start();
    const brief = await file('brief.txt', 'Answer in one word.\n');
    expect((await type(`/instructions @${brief}`)).join()).toContain('→ Answer in one word.');
    const session = await file('quiet.yaml', 'temperature: 0.6\n');
    expect(await type(`/session @${session}`)).toEqual([
      'temperature: not set → 0.6 (applies from the next reply)',
    ]);
    const wrong = await file('wrong.yaml', 'temperture: 0.6\n');
    expect((await type(`/session ${wrong}`)).join()).toMatch(/wrong\.yaml:1:1: .*temperature/);
    expect((await type('/session @missing.yaml')).join()).toContain('missing.yaml does not exist');
  });

  it('add tools that run from then on', async () => {
    const { type, file, state } = await start({ ...text, approve: 'always' });
    const tools = await file('tools.yaml', '- builtin: demo-weather\n');
    expect(await type(`/tools ${tools}`)).toEqual([
      'tools: none → get_weather (applies from the next reply)',
    ]);
    expect((await type('/tools')).join()).toContain(
      'get_weather  local function, runs without asking',
    );
    const reply = await type('what is the weather in Oslo');
    expect(reply.at(-1)).toContain('assistant: In Oslo');
    expect(state().transcript.find(({ kind }) => kind === 'tool')).toMatchObject({ phase: 'done' });
  });
});

describe('the conversation of a session with the emulator', () => {
  it('is asked again without the reply that it got', async () => {
    const { type, state } = await start();
    await type('hello');
    const told = await type('/retry');
    expect(told).toEqual([
      'Asking the last turn again. What followed it is deleted from the conversation.',
      'assistant: Hello! I am the voice live emulator. How can I help you?',
    ]);
    expect(state().remote.items.map(({ summary }) => summary)).toEqual([
      'user: hello',
      expect.stringMatching(/^assistant: Hello!/),
    ]);
  });

  it('is asked again while it is being answered', async () => {
    const { type, settled, state, reaches } = await start();
    const active = reaches(({ response }) => response.active.phase === 'active');
    controller?.dispatch({ type: 'say', text: 'tell me a story' });
    await active;
    controller?.dispatch({ type: 'retry' });
    await settled();
    const replies = state().transcript.filter(({ kind }) => kind === 'assistant');
    expect(replies.at(-1)).toMatchObject({ final: true });
    expect(replies.filter((entry) => entry.kind === 'assistant' && !entry.deleted)).toHaveLength(1);
    await expect.poll(() => state().remote.items.length).toBe(2);
    expect((await type('hello')).join()).toContain('assistant: Hello!');
  });

  it('gets items of a file, and keeps them in a new session', async () => {
    const { type, file, state } = await start();
    const path = await file('seed.yaml', '- user: My name is Ada.\n- assistant: Hello, Ada.\n');
    expect(await type(`/seed ${path}`)).toEqual([
      'user: My name is Ada.',
      'assistant: Hello, Ada.',
      `Added 2 items of ${path} to the conversation.`,
    ]);
    expect((await type('/reconnect')).join()).toMatch(
      /Reconnected after [\d.]+ s: 2 turns restored\./,
    );
    await expect.poll(() => state().remote.items.length).toBe(2);
  });

  it('moves to a session with another model, and back when that one is refused', async () => {
    const { type, state } = await start();
    await type('hello');
    const [, moved] = await type('/model gpt-4o');
    expect(moved).toMatch(
      /^model: gpt-realtime → gpt-4o, a new session after [\d.]+ s: 2 turns restored\.$/,
    );
    expect(state().reportedSession?.model).toContain('gpt-4o');
    const told = await type('/model gpt-9');
    expect(told[1]).toMatch(/^The model gpt-9 was refused: .*\. Going back to gpt-4o\.$/);
    expect(told[2]).toMatch(/2 turns restored/);
    expect(state().reportedSession?.model).toContain('gpt-4o');
    await expect.poll(() => state().remote.items.length).toBe(2);
  });

  it('gets another voice in a new session once the assistant has spoken', async () => {
    const { type } = await start({ mode: 'hands-free', noMicrophone: true });
    await type('hello');
    expect((await type('/voice verse')).join()).toMatch(/Not changed: .*enter it again/s);
    const again = await type('/voice verse');
    expect(again.join()).toMatch(/voice: alloy → verse, a new session after .* 2 turns restored\./);
  });

  it('is saved, but not over another file', async () => {
    const { type } = await start();
    await type('hello');
    const path = join(folder, 'talk.md');
    expect(await type(`/save ${path}`)).toEqual([`Saved the transcript to ${path}.`]);
    const markdown = await readFile(path, 'utf8');
    expect(markdown).toMatch(/^# Conversation: test · gpt-realtime · text\n/);
    expect(markdown).toMatch(/\*\*you\*\* `[\d:]+`\n\nhello\n/);
    expect(markdown).toMatch(/\*\*assistant\*\* `[\d:]+`\n\nHello! I am the voice live emulator/);
    await writeFile(path, 'something else');
    expect((await type(`/save ${path}`)).join()).toBe(
      `Not saved: ${path} exists. To overwrite it: /save --force ${path}.`,
    );
    expect(await readFile(path, 'utf8')).toBe('something else');
    await type(`/save --force ${path}`);
    expect(await readFile(path, 'utf8')).toContain('# Conversation');
    const plain = join(folder, 'talk.txt');
    await type(`/save ${plain}`);
    expect(await readFile(plain, 'utf8')).toMatch(/^voicelive {2}test · gpt-realtime/);
  });
});
