import { entrySummary } from '../../src/session/log/summary.js';
import type { SessionState } from '../../src/session/state.js';

/** One event of the service: an example, and what is seen of it. */
export interface ServerCase {
  /** Where it shows, for the documentation; the title of the test that proves it. */
  readonly shows: string;
  /** Fields beside `type`. */
  readonly event: Readonly<Record<string, unknown>>;
  /** PCM samples that the event stands for. */
  readonly audioSamples?: number;
  /** Events that come before it, in a session that is ready. */
  readonly before?: readonly Readonly<Record<string, unknown>>[];
  /** Seconds of the reply `item_1` that the speaker took after the event. */
  readonly heardSeconds?: number;
  /** What is looked at, and what is there. */
  readonly look: (state: SessionState) => unknown;
  readonly is: unknown;
}

const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
const call = { response_id: 'resp_1', item_id: 'call_1', output_index: 0 };

export const at = { place, call };

export const lastEntry = (state: SessionState): unknown => state.transcript.at(-1);
export const lastSummary = (state: SessionState): unknown => state.log.map(entrySummary).at(-1);
export const activeResponse = (state: SessionState): unknown => state.response.active;

export const created = {
  type: 'response.created',
  response: { id: 'resp_1', status: 'in_progress' },
};
export const words = { type: 'response.audio_transcript.delta', ...place, delta: 'One, two' };
export const sound = { type: 'response.audio.delta', ...place, delta: 'AAAA' };
export const mcpCall = {
  type: 'response.output_item.added',
  response_id: 'resp_1',
  output_index: 0,
  item: { id: 'call_1', type: 'mcp_call', server_label: 'files', name: 'read', arguments: '' },
};
export const webSearch = {
  type: 'response.output_item.added',
  response_id: 'resp_1',
  output_index: 0,
  item: { id: 'call_1', type: 'web_search_call', status: 'in_progress' },
};
export const agentCall = {
  type: 'response.output_item.added',
  response_id: 'resp_1',
  output_index: 0,
  item: { id: 'call_1', type: 'foundry_agent_call', name: 'planner' },
};
export const toolList = {
  type: 'conversation.item.created',
  item: {
    id: 'mcpl_1',
    type: 'mcp_list_tools',
    server_label: 'files',
    tools: [
      { name: 'read', input_schema: {} },
      { name: 'write', input_schema: {} },
    ],
  },
};
