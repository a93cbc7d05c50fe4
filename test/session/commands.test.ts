import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/session/commands/commands.js';
import { commandTable } from '../../src/session/commands/command-table.js';
import { needsArgument } from '../../src/session/commands/command.js';
import type { SessionState } from '../../src/session/state.js';
import { isJsonObject } from '../../src/shared/json.js';
import { isSettled } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const applied = {
  id: 'sess_1',
  model: 'gpt-realtime',
  voice: { type: 'openai', name: 'alloy' },
  turn_detection: { type: 'server_vad', threshold: 0.5 },
  temperature: 0.8,
};

/** What a person types into the text box. */
function type(script: SessionScript, line: string): readonly Record<string, unknown>[] {
  const command = parseCommand(line);
  if (command.kind !== 'intent') throw new Error(JSON.stringify(command));
  script.intent(command.intent);
  return script.sent();
}

function problemOf(line: string): string {
  const command = parseCommand(line);
  return command.kind === 'problem' ? command.text : `no problem: ${JSON.stringify(command)}`;
}

function notices(state: SessionState): readonly string[] {
  return state.transcript.flatMap((entry) => (entry.kind === 'notice' ? [entry.text] : []));
}

function lastNotice({ state }: SessionScript): string | undefined {
  return notices(state).at(-1);
}

function ready(options: ConstructorParameters<typeof SessionScript>[0] = {}): SessionScript {
  const script = new SessionScript(options).ready();
  script.server({ type: 'session.updated', session: applied });
  return script;
}

/** Types a line, which sends a change, and gives the id of the event. */
function changing(script: SessionScript, line: string): string {
  const command = parseCommand(line);
  if (command.kind !== 'intent') throw new Error(JSON.stringify(command));
  const [effect] = script.intent(command.intent);
  script.effects = [];
  return effect?.type === 'send' ? (effect.event.event_id ?? '') : '';
}

function refuse(script: SessionScript, eventId: string, message: string, code = 'refused'): void {
  const error = { type: 'invalid_request_error', code, message, event_id: eventId };
  script.server({ type: 'error', error });
}

/** The item of a sent event as the service reports it. */
function made(create: Record<string, unknown> | undefined): object {
  const item = create?.['item'];
  return isJsonObject(item) ? { ...item, status: 'completed' } : {};
}

/** A typed turn and its reply, as the service reports both. */
function answered(script: SessionScript, question: string, reply: string): void {
  const [create] = type(script, question);
  script.server({ type: 'conversation.item.created', item: made(create) });
  const ids = { response_id: 'resp_1', item_id: 'item_reply', output_index: 0, content_index: 0 };
  const item = {
    id: ids.item_id,
    type: 'message',
    role: 'assistant',
    status: 'in_progress',
    content: [],
  };
  script.server({ type: 'response.created', response: { id: 'resp_1' } });
  script.server({ type: 'response.output_item.added', ...ids, item });
  script.server({ type: 'response.text.delta', ...ids, delta: reply });
  script.server({ type: 'response.text.done', ...ids, text: reply });
  script.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
}

function attemptOf({ connection }: SessionState): number {
  return 'attempt' in connection ? connection.attempt : 0;
}

/** The next connection opens, up to `session.created`. */
function connect(script: SessionScript): void {
  const attempt = attemptOf(script.state) + 1;
  script.input({ type: 'woke', id: 'reconnect' });
  script.input({ type: 'socket-open', attempt });
}

describe('a typed line', () => {
  it.each([
    ['/voicee alloy', 'Unknown command /voicee. Did you mean /voice?'],
    ['/voice', '/voice needs NAME.'],
    ['/retry now', '/retry takes no argument.'],
    ['/voice vers', 'Unknown voice vers. Did you mean verse?'],
    ['/turn-detection servervad', 'Unknown turn detection servervad. Did you mean server_vad?'],
    ['/model one two', '/model: not the name of a model. Expected a name such as gpt-realtime.'],
    ['/session {', '/session: not valid JSON'],
    ['/session nonsense', '/session: expected JSON, @FILE, or fields'],
    ['/session {"voic": "alloy"}', 'Did you mean'],
    ['/send {"type":"conversation.item.create"}', 'item'],
    ['/send {"type":"conversation.item.create","item":{"role":"user"}}', 'item.type'],
    ['/image http://example.com/a.png', '/image takes a file or an https URL, not http.'],
  ])('%s is refused, and nothing of it is a turn', (line, words) => {
    expect(problemOf(line)).toContain(words);
  });

  it('is a command of the table, each with what its argument says', () => {
    for (const row of commandTable) {
      expect(row.about).not.toMatch(/\.$/);
      const alone = parseCommand(`/${row.name}`);
      expect(alone.kind === 'problem', row.name).toBe(needsArgument(row));
    }
  });
});

describe('/voice, /instructions and /turn-detection', () => {
  it('tell what the service applied', () => {
    const script = ready();
    expect(type(script, '/voice verse')).toEqual([
      { type: 'session.update', session: { voice: { type: 'openai', name: 'verse' } } },
    ]);
    const verse = { ...applied, voice: { type: 'openai', name: 'verse' } };
    expect(isSettled(script.state)).toBe(false);
    script.server({ type: 'session.updated', session: verse });
    expect(lastNotice(script)).toBe('voice: alloy → verse (applies from the next reply)');
    expect(isSettled(script.state)).toBe(true);
    expect(script.state.changes).toEqual([]);
  });

  it('tell what was kept when the service applied something else', () => {
    const script = ready();
    type(script, '/voice verse');
    script.server({ type: 'session.updated', session: applied });
    expect(notices(script.state)).toEqual(['voice: kept alloy; not applied: verse']);
  });

  it('tell why the service refused, and go back to what was asked for before', () => {
    const script = ready();
    const id = changing(script, '/voice en-US-AvaNeural');
    expect(script.state.asked.voice).toEqual({ type: 'azure-standard', name: 'en-US-AvaNeural' });
    refuse(script, id, 'No such voice.', 'invalid_value');
    expect(lastNotice(script)).toBe(
      'Not changed: No such voice. (invalid_value)\nvoice: still alloy',
    );
    expect(script.state.asked).toEqual({ modalities: ['text', 'audio'] });
  });

  it('offer a new session for a voice that cannot change in this one', () => {
    const script = ready();
    answered(script, 'hello', 'Hi.');
    const id = changing(script, '/voice verse');
    refuse(script, id, 'Assistant audio is present.', 'cannot_update_voice');
    expect(lastNotice(script)).toContain('enter it again');
    expect(type(script, '/voice verse')).toEqual([]);
    expect(script.state.connection.phase).toBe('reconnecting');
    connect(script);
    const verse = { ...applied, voice: { type: 'openai', name: 'verse' } };
    script.server({ type: 'session.created', session: applied });
    expect(script.sent()).toMatchObject([
      { type: 'session.update', session: { voice: { type: 'openai', name: 'verse' } } },
    ]);
    script.server({ type: 'session.updated', session: verse });
    expect(lastNotice(script)).toMatch(
      /^voice: alloy → verse, a new session after [\d.]+ s: 2 turns restored\.$/,
    );
  });

  it('take the turns over from the service, and give them back', () => {
    const script = ready();
    expect(type(script, '/turn-detection none')).toEqual([
      { type: 'session.update', session: { turn_detection: null } },
    ]);
    script.server({ type: 'session.updated', session: { ...applied, turn_detection: null } });
    expect(lastNotice(script)).toBe('turn detection: server_vad → none');
    expect(script.state.options.mode).toBe('push-to-talk');
    type(script, '/turn-detection azure-semantic-vad');
    const semantic = { ...applied, turn_detection: { type: 'azure_semantic_vad' } };
    script.server({ type: 'session.updated', session: semantic });
    expect(lastNotice(script)).toBe('turn detection: none → azure_semantic_vad');
    expect(script.state.options.mode).toBe('hands-free');
  });

  it('wait for a session that is not ready yet', () => {
    const script = new SessionScript({ mode: 'text' });
    script.input({ type: 'start' });
    type(script, '/instructions Be brief.');
    script.input({ type: 'socket-open', attempt: 1 });
    script.server({ type: 'session.created', session: applied });
    script.sent();
    script.server({ type: 'session.updated', session: applied });
    expect(script.sent()).toEqual([
      { type: 'session.update', session: { instructions: 'Be brief.' } },
    ]);
  });
});

describe('/session', () => {
  it('alone shows the session as applied', () => {
    const script = ready();
    expect(type(script, '/session')).toEqual([]);
    expect(lastNotice(script)?.split('\n')).toEqual([
      'Session as applied:',
      'id: sess_1',
      'model: gpt-realtime',
      'voice: {"type":"openai","name":"alloy"}',
      'turn_detection: {"type":"server_vad","threshold":0.5}',
      'temperature: 0.8',
    ]);
  });

  it('changes single options, within the others of the same object', () => {
    const script = ready();
    expect(type(script, '/session temperature=0.5 turn_detection.threshold=0.4')).toEqual([
      {
        type: 'session.update',
        session: { temperature: 0.5, turn_detection: { type: 'server_vad', threshold: 0.4 } },
      },
    ]);
    const changed = { temperature: 0.5, turn_detection: { type: 'server_vad', threshold: 0.4 } };
    script.server({ type: 'session.updated', session: { ...applied, ...changed } });
    expect(lastNotice(script)).toBe(
      'temperature: 0.8 → 0.5 (applies from the next reply)\nturn detection, threshold: 0.5 → 0.4',
    );
  });

  it.each([
    ['temperature: 0.5', { temperature: 0.5 }],
    ['instructions="Be brief."', { instructions: 'Be brief.' }],
    ['modalities=["text"]', { modalities: ['text'] }],
    ['tool_choice=none', { tool_choice: 'none' }],
  ])('reads %s', (fields, session) => {
    expect(type(ready(), `/session ${fields}`)).toEqual([{ type: 'session.update', session }]);
  });

  it('sends nothing that is no session', () => {
    const script = ready();
    expect(type(script, '/session temperture=0.5')).toEqual([]);
    expect(lastNotice(script)).toMatch(/^\/session: not sent.*temperature/s);
  });

  it('reads a file outside of the session', () => {
    const script = ready();
    type(script, '/session @quiet.yaml');
    expect(script.state.awaited).toMatchObject([{ type: 'file-read' }]);
    const use = { type: 'file-read', use: 'session', path: 'quiet.yaml' } as const;
    script.input({ ...use, content: { session: { temperature: 0.6 } } });
    expect(script.sent()).toEqual([{ type: 'session.update', session: { temperature: 0.6 } }]);
    script.input({ ...use, problem: 'quiet.yaml does not exist.' });
    expect(lastNotice(script)).toBe('quiet.yaml does not exist.');
  });
});

describe('/tools', () => {
  it('lists the tools, who runs them and whether they ask', () => {
    const tools = [
      { type: 'function', name: 'get_weather', description: 'Weather of a city' },
      { type: 'function', name: 'other' },
      { type: 'mcp', server_label: 'files', server_url: 'https://example.com' },
    ] as const;
    const script = ready({ session: { tools }, approve: ['get_weather'] });
    type(script, '/tools');
    expect(lastNotice(script)?.split('\n')).toEqual([
      'get_weather  local function, runs without asking  Weather of a city',
      'other  nobody runs it, asks first',
      'mcp  files',
    ]);
  });

  it('adds those of a file, which replace others of the same name', () => {
    const old = { type: 'function', name: 'calc', description: 'old' } as const;
    const script = ready({ session: { tools: [old] } });
    script.intent({ type: 'read-file', use: 'tools', path: 'tools.yaml' });
    const calc = { type: 'function', name: 'calc', parameters: { type: 'object' } };
    script.input({
      type: 'file-read',
      use: 'tools',
      path: 'tools.yaml',
      content: { tools: [calc] },
    });
    expect(script.sent()).toEqual([{ type: 'session.update', session: { tools: [calc] } }]);
    expect(script.state.options.runnableTools).toEqual(['get_weather', 'calc']);
    script.server({ type: 'session.updated', session: { ...applied, tools: [calc] } });
    expect(lastNotice(script)).toBe('tools: none → calc (applies from the next reply)');
  });
});

describe('/seed', () => {
  it('adds items without asking for an answer, and shows them', () => {
    const script = ready({ mode: 'text' });
    const items = [
      { system: 'The user is called Ada.' },
      { user: 'hello' },
      { assistant: 'Hello, Ada.' },
      { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{}' },
    ];
    script.input({ type: 'file-read', use: 'seed', path: 'seed.yaml', content: { items } });
    const sent = script.sent();
    expect(sent.map(({ item }) => item)).toMatchObject([
      { type: 'message', role: 'system', content: [{ type: 'input_text' }] },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hello' }] },
      { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Hello, Ada.' }] },
      { type: 'function_call', call_id: 'call_1' },
    ]);
    expect(sent.every(({ type }) => type === 'conversation.item.create')).toBe(true);
    expect(script.state.transcript).toMatchObject([
      { kind: 'user', text: 'hello', phase: 'final' },
      { kind: 'assistant', text: 'Hello, Ada.', final: true },
      { kind: 'notice', text: 'Added 4 items of seed.yaml to the conversation.' },
    ]);
  });

  it.each([
    [[{ robot: 'hello' }], 'Item 1'],
    [[{ user: 'hello' }, { user: 7 }], 'Item 2'],
    [[], 'found 0 items, expected 1 to 200'],
  ])('adds nothing of %j', (items, words) => {
    const script = ready();
    script.input({ type: 'file-read', use: 'seed', path: 'seed.yaml', content: { items } });
    expect(script.sent()).toEqual([]);
    expect(lastNotice(script)).toContain(words);
  });
});

describe('/save', () => {
  it('waits for the file, and tells how it went', () => {
    const script = ready();
    script.intent({ type: 'save', path: 'a.md' });
    expect(script.effects).toEqual([{ type: 'save', path: 'a.md' }]);
    expect(isSettled(script.state)).toBe(false);
    script.input({ type: 'saved', path: 'a.md' });
    expect(lastNotice(script)).toBe('Saved the transcript to a.md.');
    expect(isSettled(script.state)).toBe(true);
  });

  it('overwrites only when it is told to', () => {
    expect(parseCommand('/save --force "my file.md"')).toEqual({
      kind: 'intent',
      intent: { type: 'save', path: 'my file.md', overwrite: true },
    });
    expect(parseCommand('/save')).toEqual({ kind: 'intent', intent: { type: 'save' } });
    expect(parseCommand('/save --forceful.md')).toEqual({
      kind: 'intent',
      intent: { type: 'save', path: '--forceful.md' },
    });
  });
});

describe('/retry', () => {
  it('has nothing to ask before the first turn', () => {
    const script = ready();
    expect(type(script, '/retry')).toEqual([]);
    expect(lastNotice(script)).toBe('There is no turn to ask again.');
  });

  it('deletes the reply and asks again', () => {
    const script = ready({ mode: 'text' });
    answered(script, 'hello', 'Hi.');
    script.sent();
    expect(type(script, '/retry')).toEqual([
      { type: 'conversation.item.delete', item_id: 'item_reply' },
      { type: 'response.create' },
    ]);
    script.server({ type: 'conversation.item.deleted', item_id: 'item_reply' });
    expect(notices(script.state).at(-1)).toMatch(/^Asking the last turn again\./);
    expect(script.state.transcript).toMatchObject([
      { kind: 'user', text: 'hello' },
      { kind: 'assistant', deleted: true },
      { kind: 'notice' },
    ]);
  });

  it('cancels a reply first, and deletes what there is of it once it has ended', () => {
    const script = ready();
    const [create] = type(script, 'count');
    script.server({ type: 'conversation.item.created', item: made(create) });
    script.speaking(2).heard(1);
    script.sent();
    expect(type(script, '/retry')).toEqual([{ type: 'response.cancel' }]);
    script.flushed({
      itemId: 'item_1',
      contentIndex: 0,
      receivedSamples: 48_000,
      handedSamples: 24_000,
    });
    expect(script.sent()).toEqual([]);
    script.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    expect(script.sent()).toEqual([
      { type: 'conversation.item.delete', item_id: 'item_1' },
      { type: 'response.create' },
    ]);
  });

  it.each([
    ['before it is created', false],
    ['before it has an item', true],
  ])('deletes also what a reply brings that is taken back %s', (_when, created) => {
    const script = ready({ mode: 'text' });
    type(script, 'hello');
    const begin = (): void => {
      script.server({ type: 'response.created', response: { id: 'resp_1' } });
    };
    if (created) begin();
    type(script, '/retry');
    if (!created) begin();
    const ids = { response_id: 'resp_1', output_index: 0 };
    const item = {
      id: 'late',
      type: 'message',
      role: 'assistant',
      status: 'incomplete',
      content: [],
    };
    script.server({ type: 'response.output_item.added', ...ids, item });
    script.server({ type: 'response.output_item.done', ...ids, item });
    script.sent();
    script.server({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled' } });
    expect(script.sent()).toEqual([
      { type: 'conversation.item.delete', item_id: 'late' },
      { type: 'response.create' },
    ]);
  });

  it('takes back the tool calls of the turn, also one that waits for approval', () => {
    const script = ready({ mode: 'text' });
    const [create] = type(script, 'weather?');
    script.server({ type: 'conversation.item.created', item: made(create) });
    const call = { id: 'item_call', type: 'function_call', name: 'get_weather', call_id: 'call_1' };
    const ids = { response_id: 'resp_1', item_id: 'item_call', output_index: 0 };
    const item = { ...call, arguments: '{}', status: 'completed' };
    script.server({ type: 'response.created', response: { id: 'resp_1' } });
    script.server({ type: 'response.output_item.added', ...ids, item });
    const done = { ...ids, call_id: 'call_1', name: 'get_weather', arguments: '{}' };
    script.server({ type: 'response.function_call_arguments.done', ...done });
    script.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
    script.sent();
    expect(type(script, '/retry')).toEqual([
      { type: 'conversation.item.delete', item_id: 'item_call' },
      { type: 'response.create' },
    ]);
    expect(script.state.approval.calls).toEqual([]);
    expect(script.state.transcript.find(({ kind }) => kind === 'tool')).toMatchObject({
      phase: 'expired',
      lost: true,
    });
    script.server({ type: 'conversation.item.deleted', item_id: 'item_call' });
    expect(notices(script.state).filter((text) => text.includes('was deleted'))).toEqual([]);
  });
});

describe('/model', () => {
  it('makes a new session with the conversation, and tells what became of it', () => {
    const script = ready({ mode: 'text' });
    answered(script, 'hello', 'Hi.');
    script.sent();
    type(script, '/model gpt-4o');
    expect(script.effects.filter(({ type: effect }) => effect === 'wake')).toEqual([]);
    connect(script);
    expect(script.effects).toContainEqual({ type: 'connect', attempt: 2, model: 'gpt-4o' });
    script.server({ type: 'session.created', session: { ...applied, model: 'gpt-4o' } });
    script.server({ type: 'session.updated', session: { ...applied, model: 'gpt-4o' } });
    expect(script.sent().map((event) => event['type'])).toEqual([
      'session.update',
      'conversation.item.create',
      'conversation.item.create',
    ]);
    expect(lastNotice(script)).toMatch(
      /^model: gpt-realtime → gpt-4o, a new session after [\d.]+ s: 2 turns restored\.$/,
    );
    expect(script.state.options.model).toBe('gpt-4o');
  });

  it('asks first while a turn is under way, and then asks that turn again', () => {
    const script = ready({ mode: 'text' });
    type(script, 'hello');
    type(script, '/model gpt-4o');
    expect(script.state.connection.phase).toBe('ready');
    expect(lastNotice(script)).toContain('Enter /model gpt-4o again to do it now');
    type(script, '/model gpt-4o');
    connect(script);
    script.server({ type: 'session.created', session: applied });
    script.server({ type: 'session.updated', session: applied });
    expect(script.sent().map((event) => event['type'])).toEqual([
      'session.update',
      'conversation.item.create',
      'response.create',
    ]);
  });

  it.each(['refused', 'error', 'options', 'closed'])(
    'goes back to the model before when the new one is not to be had: %s',
    (how) => {
      const script = ready({ mode: 'text' });
      type(script, '/model gpt-9');
      connect(script);
      const attempt = attemptOf(script.state);
      const error = { type: 'invalid_request_error', code: 'invalid_model', message: 'No gpt-9.' };
      if (how === 'options') script.server({ type: 'session.created', session: applied });
      if (how === 'closed')
        script.input({
          type: 'socket-closed',
          attempt,
          code: 1008,
          reason: 'no',
          retryable: false,
        });
      else script.server({ type: 'error', error });
      expect(lastNotice(script)).toMatch(
        /^The model gpt-9 was refused: .*Going back to gpt-realtime\.$/,
      );
      connect(script);
      expect(script.effects).toContainEqual({
        type: 'connect',
        attempt: attempt + 1,
        model: 'gpt-realtime',
      });
      script.server({ type: 'session.created', session: applied });
      script.server({ type: 'session.updated', session: applied });
      expect(script.state.connection.phase).toBe('ready');
      expect(script.state.options.model).toBe('gpt-realtime');
    },
  );

  it('changes the transcription with the class of the model, and back', () => {
    const session = { input_audio_transcription: { model: 'whisper-1' } } as const;
    const script = ready({ session });
    type(script, '/model gpt-4o');
    expect(script.state.asked.input_audio_transcription?.model).toBe('azure-speech');
  });

  it.each([
    ['gpt-realtime', {}, 'The model is gpt-realtime already.'],
    [
      'gpt-4o',
      { agent: true as const },
      'The model stays gpt-realtime: the agent has its own model.',
    ],
  ])('has no need for a new session: %s %j', (model, options, words) => {
    const script = ready(options);
    type(script, `/model ${model}`);
    expect(lastNotice(script)).toBe(words);
    expect(script.state.connection.phase).toBe('ready');
  });
});

describe('/reconnect', () => {
  it('connects anew, with the same model and conversation', () => {
    const script = ready({ mode: 'text' });
    answered(script, 'hello', 'Hi.');
    type(script, '/reconnect');
    connect(script);
    expect(script.effects).toContainEqual({ type: 'connect', attempt: 2 });
    script.server({ type: 'session.created', session: applied });
    script.server({ type: 'session.updated', session: applied });
    expect(lastNotice(script)).toMatch(/^Reconnected after [\d.]+ s: 2 turns restored\.$/);
    expect(script.state.repeats.losses).toBe(0);
  });

  it('does not wait for the next try of a session that has lost its connection', () => {
    const script = ready();
    script.input({ type: 'socket-closed', attempt: 1, code: 1006, reason: '', retryable: true });
    script.intent({ type: 'reconnect' });
    expect(script.effects).toContainEqual({ type: 'connect', attempt: 2 });
  });
});
