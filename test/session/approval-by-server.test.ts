import { describe, expect, it } from 'vitest';
import type { SessionOptions } from '../../src/session/state.js';
import { SessionScript } from '../helpers/session.js';

interface Asked {
  readonly server: string;
  readonly name: string;
}

/** A session in which an MCP server asks whether it may run a tool. */
function asked(approve: SessionOptions['approve'], ...requests: readonly Asked[]): SessionScript {
  const session = new SessionScript({ approve }).ready();
  for (const each of requests) request(session, each);
  return session;
}

function request(session: SessionScript, { server, name }: Asked): void {
  session.server({
    type: 'conversation.item.created',
    item: {
      id: `ask ${server}/${name} ${session.nowMs}`,
      type: 'mcp_approval_request',
      server_label: server,
      name,
      arguments: '{}',
    },
  });
}

/** Server and tool of every request that was approved, without having been asked again. */
function approved(session: SessionScript): readonly string[] {
  return session.sent().flatMap((event) => {
    const id = /"approval_request_id":"ask (\S+) \d+","approve":true/.exec(JSON.stringify(event));
    return id?.[1] === undefined ? [] : [id[1]];
  });
}

function grantForSession(session: SessionScript): void {
  const [call] = session.state.approval.calls;
  if (call === undefined) throw new Error('nothing is asked');
  session.intent({ type: 'decide', callId: call.callId, decision: 'session' });
}

const read = { server: 'files', name: 'read' };
const otherRead = { server: 'mail', name: 'read' };
const write = { server: 'files', name: 'write' };

describe('approval by name', () => {
  it('of a local function does not cover a tool of that name on an MCP server', () => {
    const session = asked(['get_weather'], { server: 'files', name: 'get_weather' });
    expect(approved(session)).toEqual([]);
    expect(session.state.approval.calls).toMatchObject([{ phase: 'waiting' }]);
  });

  it('covers a tool of the named server only', () => {
    expect(approved(asked(['files/read'], read, otherRead, write))).toEqual(['files/read']);
  });

  it('covers every tool of a server, and of no other', () => {
    const requests = [read, otherRead, write];
    expect(approved(asked(['files/*'], ...requests))).toEqual(['files/read', 'files/write']);
  });

  it('takes what stands before the first slash for the server', () => {
    const requests = [
      { server: 'files/admin', name: 'read' },
      { server: 'files', name: 'admin/read' },
    ];
    const session = asked(['files/admin/read'], ...requests);
    expect(session.state.approval.calls).toMatchObject([{ server: 'files/admin' }]);
  });

  it('of a server does not cover a local function', () => {
    const session = asked(['get_weather/*', '*']);
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    const call = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, call_id: 'call_1' };
    session.server({
      type: 'response.function_call_arguments.done',
      ...call,
      name: 'get_weather',
      arguments: '{}',
    });
    expect(session.effects).toEqual([]);
  });

  it('names server and tool in the way to allow a call where nobody can be asked', () => {
    const session = new SessionScript({ canAsk: false }).ready();
    request(session, read);
    const notice = session.state.transcript.find((entry) => entry.kind === 'notice');
    expect(notice?.kind === 'notice' && notice.text).toContain('--approve files/read');
  });
});

describe('approval for the session', () => {
  it('covers the tool on this server, not one of the same name on another', () => {
    const session = asked('ask', read);
    grantForSession(session);
    request(session, otherRead);
    request(session, read);
    expect(approved(session)).toEqual(['files/read', 'files/read']);
  });

  it('lets calls of the same tool that wait go on, not those of another server', () => {
    const session = asked('ask', read, otherRead, read);
    grantForSession(session);
    expect(approved(session)).toEqual(['files/read', 'files/read']);
  });

  it.each([
    [
      { server: 'files', name: 'admin/read' },
      { server: 'files/admin', name: 'read' },
    ],
    [{ server: 'files', name: '*' }, write],
  ])('of %j does not cover %j', (granted, other) => {
    const session = asked('ask', granted);
    grantForSession(session);
    session.sent();
    request(session, other);
    expect(approved(session)).toEqual([]);
  });
});
