import type { Intent } from '../../src/session/inputs.js';
import { initialState } from '../../src/session/initial-state.js';
import type {
  LogEntry,
  PendingCall,
  SessionOptions,
  SessionState,
  TranscriptEntry,
} from '../../src/session/state.js';
import type { SessionView } from '../../src/session/view.js';

/** Options of a hands-free session with the emulator, changed as a test needs them. */
function sessionOptions(change: Partial<SessionOptions> = {}): SessionOptions {
  return {
    target: 'emulator',
    emulated: true,
    model: 'gpt-realtime',
    mode: 'hands-free',
    session: { voice: { type: 'openai', name: 'alloy' } },
    inputRateHz: 24_000,
    outputRateHz: 24_000,
    runnableTools: ['get_weather'],
    approve: 'ask',
    canAsk: true,
    ...change,
  };
}

export type StateChange = Partial<Omit<SessionState, 'options' | 'playback' | 'usage'>> & {
  readonly options?: Partial<SessionOptions>;
  readonly playback?: Partial<SessionState['playback']>;
  readonly usage?: Partial<SessionState['usage']>;
};

/** A state of a session that is ready, with the parts that a test is about put in place. */
export function sessionState(change: StateChange = {}): SessionState {
  const base = initialState(sessionOptions(change.options));
  return {
    ...base,
    nowMs: 10_000,
    connection: { phase: 'ready', attempt: 1, sinceMs: 1000 },
    ...change,
    options: base.options,
    playback: { ...base.playback, ...change.playback },
    usage: { ...base.usage, ...change.usage },
  };
}

type EntryOf<Kind extends TranscriptEntry['kind']> = Extract<TranscriptEntry, { kind: Kind }>;

export function userEntry(change: Partial<EntryOf<'user'>> = {}): EntryOf<'user'> {
  return {
    kind: 'user',
    key: 'item_1',
    itemId: 'item_1',
    atMs: 3000,
    text: "what's the weather in Oslo?",
    phase: 'final',
    typed: false,
    ...change,
  };
}

export function assistantEntry(change: Partial<EntryOf<'assistant'>> = {}): EntryOf<'assistant'> {
  return {
    kind: 'assistant',
    key: 'item_2',
    itemId: 'item_2',
    responseId: 'resp_1',
    atMs: 5000,
    text: 'It is four degrees and raining in Oslo.',
    final: true,
    audioSamples: 0,
    playedSamples: 0,
    ...change,
  };
}

export function toolEntry(change: Partial<EntryOf<'tool'>> = {}): EntryOf<'tool'> {
  return {
    kind: 'tool',
    key: 'call_1',
    callId: 'call_1',
    atMs: 4000,
    name: 'get_weather',
    arguments: '{"city":"Oslo"}',
    phase: 'done',
    elapsedMs: 212,
    ...change,
  };
}

export function noticeEntry(change: Partial<EntryOf<'notice'>> = {}): EntryOf<'notice'> {
  return { kind: 'notice', key: 'notice-1', atMs: 0, level: 'info', text: 'A notice.', ...change };
}

export function logEntry(change: Partial<LogEntry> = {}): LogEntry {
  return {
    sequence: 1,
    atMs: 9214,
    direction: 'in',
    type: 'response.audio.delta',
    summary: 'item_2',
    bytes: 312_000,
    count: 41,
    level: 'normal',
    event: { type: 'response.audio.delta', item_id: 'item_2' },
    ...change,
  };
}

export function pendingCall(change: Partial<PendingCall> = {}): PendingCall {
  return {
    kind: 'mcp',
    callId: 'call_9',
    name: 'delete_file',
    server: 'files',
    arguments: '{"path":"notes/2026-11.md"}',
    responseId: 'resp_1',
    phase: 'waiting',
    ...change,
  };
}

export interface FakeView extends SessionView {
  readonly dispatched: readonly Intent[];
  /** Puts another state in place and tells the listeners. */
  set(state: SessionState): void;
}

/** A view of a session whose states the test decides; intents are only noted. */
export function fakeView(first: SessionState): FakeView {
  let state = first;
  const listeners = new Set<() => void>();
  const dispatched: Intent[] = [];
  return {
    dispatched,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch(intent) {
      dispatched.push(intent);
    },
    set(next) {
      state = next;
      for (const listener of listeners) listener();
    },
  };
}
