import type { ClientEvent } from '../../src/protocol/generated/types.js';
import { WiredSession } from '../helpers/wired-session.js';

/** One way in which a user, or the program for the user, sends an event. */
export interface Way {
  /** For the documentation; the title of the test that proves it. */
  readonly way: string;
  /** A session in which only the event under test is still to leave. */
  readonly before: () => WiredSession;
  readonly act: (session: WiredSession) => unknown;
}

const call = { response_id: 'resp_1', item_id: 'call_1', output_index: 0, call_id: 'call_1' };
const created = { type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } };
const done = { type: 'response.done', response: { id: 'resp_1', status: 'completed' } };
const user = { id: 'item_u', type: 'message', role: 'user', status: 'completed', content: [] };

const ready = (): WiredSession => new WiredSession().ready();
const pushToTalk = (): WiredSession => new WiredSession({ mode: 'push-to-talk' }).ready(null);
const talking = (): WiredSession => {
  const session = pushToTalk().press('space');
  session.append(20);
  return session;
};
const replying = (): WiredSession => ready().speaking(2);
const heard = (): WiredSession => replying().heard(1);

function withItem(): WiredSession {
  const session = ready();
  session.server({ type: 'conversation.item.created', item: user });
  return session;
}

function withCall(): WiredSession {
  const session = ready();
  session.server(created);
  session.server({
    type: 'response.function_call_arguments.done',
    ...call,
    name: 'get_weather',
    arguments: '{}',
  });
  session.server(done);
  return session;
}

function toolRuns(): WiredSession {
  return withCall().press('y');
}

function toolFinished(session: WiredSession): void {
  session.input({ type: 'tool-finished', callId: 'call_1', ok: true, output: '4', elapsedMs: 1 });
}

function asksForMcp(): WiredSession {
  const session = ready();
  session.server(created);
  session.server({
    type: 'conversation.item.created',
    item: {
      id: 'mcpr_1',
      type: 'mcp_approval_request',
      server_label: 'files',
      name: 'read',
      arguments: '{}',
    },
  });
  session.server(done);
  return session;
}

function cutAfter(seconds: number): (session: WiredSession) => void {
  return (session) => {
    session.flushed({
      itemId: 'item_1',
      contentIndex: 0,
      receivedSamples: 48_000,
      handedSamples: seconds * 24_000,
    });
  };
}

/** The speaker says what it dropped; the service ends the reply. */
function cutOff(session: WiredSession, seconds: number): void {
  cutAfter(seconds)(session);
  session.server(done);
}

function avatarSpeaks(): WiredSession {
  const session = ready();
  session.server({ type: 'session.avatar.connecting', server_sdp: 'v=0' });
  session.server(created);
  session.server({ type: 'session.avatar.switch_to_speaking', turn_id: 'turn_1' });
  return session;
}

function imageShown(session: WiredSession): void {
  session.enter('/image a.png');
  session.input({ type: 'image-read', path: 'a.png', url: 'data:image/png;base64,AAAA' });
}

/** Every event that has another way than `/send`. */
export const clientWays: Readonly<Partial<Record<ClientEvent['type'], readonly Way[]>>> = {
  'session.update': [
    {
      way: 'start of the session',
      before: () => new WiredSession(),
      act: (session) => {
        session.input({ type: 'start' });
        session.input({ type: 'socket-open', attempt: 1 });
        session.server({ type: 'session.created', session: { id: 'sess_1' } });
      },
    },
    { way: '`/session`', before: ready, act: (session) => session.enter('/session temperature=1') },
    { way: '`/voice`', before: ready, act: (session) => session.enter('/voice coral') },
    {
      way: '`/instructions`',
      before: ready,
      act: (session) => session.enter('/instructions Be brief.'),
    },
    {
      way: '`/turn-detection`',
      before: ready,
      act: (session) => session.enter('/turn-detection none'),
    },
  ],
  'input_audio_buffer.append': [
    { way: 'the microphone, while the turn is open', before: ready, act: (each) => each.speak() },
  ],
  'input_audio_buffer.commit': [
    { way: 'Enter', before: talking, act: (session) => session.press('enter') },
    {
      way: 'Space at the end of push-to-talk',
      before: talking,
      act: (session) => session.press('space'),
    },
  ],
  'input_audio_buffer.clear': [
    { way: 'x', before: ready, act: (session) => session.press('x') },
    { way: 'Esc while talking by key', before: talking, act: (session) => session.press('escape') },
  ],
  'conversation.item.create': [
    { way: 'a typed turn', before: ready, act: (session) => session.enter('hello') },
    { way: '`/image`', before: ready, act: imageShown },
    { way: 'the output of a tool', before: toolRuns, act: toolFinished },
    { way: 'y at an MCP approval', before: asksForMcp, act: (session) => session.press('y') },
    { way: 'n at an MCP approval', before: asksForMcp, act: (session) => session.press('n') },
    { way: 'a at an MCP approval', before: asksForMcp, act: (session) => session.press('a') },
  ],
  'conversation.item.retrieve': [
    { way: '`/retrieve ID`', before: withItem, act: (session) => session.enter('/retrieve em_u') },
  ],
  'conversation.item.truncate': [
    { way: 'Esc', before: () => heard().press('escape'), act: cutAfter(1) },
    { way: 't', before: () => heard().press('t'), act: cutAfter(1) },
    {
      way: 'speaking',
      before: heard,
      act: (session) => {
        const started = { audio_start_ms: 320, item_id: 'item_u' };
        session.server({ type: 'input_audio_buffer.speech_started', ...started });
        cutOff(session, 1);
      },
    },
    { way: 'typing', before: () => heard().enter('stop'), act: cutAfter(1) },
  ],
  'conversation.item.delete': [
    { way: '`/delete ID`', before: withItem, act: (session) => session.enter('/delete em_u') },
    {
      way: 'an interruption before anything was heard',
      before: () => replying().press('escape'),
      act: (session) => {
        cutOff(session, 0);
      },
    },
  ],
  'response.create': [
    { way: 'a typed turn', before: ready, act: (session) => session.enter('hello') },
    {
      way: 'the end of push-to-talk',
      before: talking,
      act: (session) => session.press('space'),
    },
    { way: 'after the output of a tool', before: toolRuns, act: toolFinished },
  ],
  'response.cancel': [
    { way: 'Esc', before: replying, act: (session) => session.press('escape') },
    { way: 'c', before: replying, act: (session) => session.press('c') },
    {
      way: 'a new turn while a reply is being made',
      before: replying,
      act: (session) => session.enter('stop'),
    },
  ],
  'output_audio_buffer.clear': [
    {
      way: 'Esc while an avatar or a WebRTC call speaks',
      before: avatarSpeaks,
      act: (session) => session.press('escape'),
    },
  ],
};
