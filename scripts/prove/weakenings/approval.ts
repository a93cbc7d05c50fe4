import type { Weakening } from '../weakening.js';

const keys = ['keys/approval-keys.test.ts', 'keys/approval-question.test.ts'];
const byServer = ['tools/tool-name.test.ts', 'session/approval-by-server.test.ts'];

export const approval: readonly Weakening[] = [
  {
    name: 'a key typed ahead of the question approves',
    file: 'keys/approval-keys.ts',
    text: `ui.burstSinceMs - question.sinceMs >= readingMs &&`,
    by: '',
    tests: keys,
  },
  {
    name: 'a key that is held down approves',
    file: 'keys/approval-keys.ts',
    text: `context.key.action === 'press' &&`,
    by: '',
    tests: keys,
  },
  {
    name: 'a pasted letter approves',
    file: 'keys/approval-keys.ts',
    text: `context.alone;`,
    by: `true;`,
    tests: keys,
  },
  {
    name: 'a key approves a call that replaced the one on the screen',
    file: 'keys/approval-keys.ts',
    text: `question?.callId === call.callId &&`,
    by: `question !== undefined &&`,
    tests: keys,
  },
  {
    name: 'a key approves arguments that replaced those on the screen',
    file: 'keys/approval-keys.ts',
    text: `question.arguments === call.arguments &&`,
    by: '',
    tests: keys,
  },
  {
    name: 'a tool approved for the session covers another MCP server',
    file: 'tools/tool-name.ts',
    text: `one.name === other.name && one.server === other.server`,
    by: `one.name === other.name`,
    tests: byServer,
  },
  {
    name: '--approve NAME covers MCP servers',
    file: 'tools/tool-name.ts',
    text: `server === undefined && name === entry`,
    by: `name === entry`,
    tests: byServer,
  },
  {
    name: '--approve SERVER/NAME covers every server',
    file: 'tools/tool-name.ts',
    text: `server === entry.slice(0, slash) && (tool`,
    by: `(tool`,
    tests: byServer,
  },
  {
    name: 'a call is allowed where nobody can be asked',
    file: 'tools/approval.ts',
    text: `if (canAsk) return noEffects(next);`,
    by: `if (canAsk) return noEffects(next);\n  return allow(next, call);`,
    tests: ['session/approval.test.ts'],
  },
  {
    name: '--approve never asks',
    file: 'tools/approval.ts',
    text: `if (approve === 'never')`,
    by: `if (approve === 'never' && !canAsk)`,
    tests: ['session/approval.test.ts', 'session/approval-once.test.ts'],
  },
  {
    name: 'a call that was answered can be answered again',
    file: 'tools/approval.ts',
    text: `if (call?.phase !== 'waiting') return noEffects(state);`,
    by: `if (call === undefined) return noEffects(state);`,
    tests: ['session/approval.test.ts', 'session/approval-once.test.ts'],
  },
  {
    name: 'a call that is reported twice runs twice',
    file: 'tools/approval.ts',
    text: `if (known?.kind === 'tool' && known.phase !== 'streaming') return noEffects(state);`,
    by: '',
    tests: ['session/approval.test.ts', 'session/approval-once.test.ts'],
  },
  {
    name: 'a question outlives its connection',
    file: 'tools/approval.ts',
    text: `return withApproval({ ...state, transcript }, { calls: running });`,
    by: `return { ...state, transcript };`,
    tests: ['session/approval-lost.test.ts'],
  },
];
