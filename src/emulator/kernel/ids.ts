import type { ModelClass } from './model-class.js';
import type { Prng } from './prng.js';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Kinds of items that differ in the form of their ids; those of MCP as in OpenAI's Realtime API. */
export type OutputKind =
  | 'message'
  | 'function_call'
  | 'mcp_list_tools'
  | 'mcp_call'
  | 'mcp_approval_request'
  | 'web_search_call'
  | 'file_search_call'
  | 'foundry_agent_call';

const itemPrefixes: Readonly<Partial<Record<OutputKind, string>>> = {
  mcp_list_tools: 'mcpl',
  mcp_call: 'mcp',
  mcp_approval_request: 'mcpr',
  web_search_call: 'ws',
  file_search_call: 'fs',
};

/** Makes the ids of one connection in the styles seen in the service recordings of each model class. */
export interface Ids {
  session(): string;
  conversation(): string;
  event(): string;
  response(): string;
  /** An item the service creates for the user: a committed turn of speech. */
  spokenItem(): string;
  /** An item the client created without an id. */
  clientItem(): string;
  /** A message or call of the assistant. */
  outputItem(kind: OutputKind): string;
  call(): string;
  rtcCall(): string;
  /** Padding that hides the length of a streamed argument delta: together they have 16 characters. */
  obfuscation(delta: string): string;
}

/** `random` should be a separate stream, so that the ids do not depend on timing. */
export function createIds(modelClass: ModelClass, random: Prng): Ids {
  const characters = (count: number): string =>
    Array.from({ length: count }, () => base62[random.between(0, 61)] ?? '0').join('');
  const stem = characters(4);
  const upstream = (prefix: string): string => `${prefix}_${stem}${characters(17)}`;
  const gateway = (prefix: string): string => `${prefix}_${characters(22)}`;
  const own = modelClass === 'realtime' ? upstream : gateway;
  return {
    session: () => own('sess'),
    conversation: () => own('conv'),
    event: () => `event_${characters(random.between(0, 9) === 0 ? 21 : 22)}`,
    response: () => own('resp'),
    spokenItem: () => own('item'),
    clientItem: () => gateway('item'),
    outputItem: (kind) =>
      own(itemPrefixes[kind] ?? (modelClass === 'cascade' && kind === 'message' ? 'msg' : 'item')),
    rtcCall: () => gateway('rtc'),
    call: () => `call_${characters(16)}`,
    obfuscation: (delta) => characters(Math.max(0, 16 - delta.length)),
  };
}
