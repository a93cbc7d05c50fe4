import { changed } from '../change-state.js';
import type { FunctionTool } from '../../protocol/generated/types.js';
import { isRequestSession } from '../../protocol/limits.js';
import { validate } from '../../protocol/validate.js';
import { isJsonArray } from '../../shared/json.js';
import type { FileUse, Input } from '../inputs.js';
import { deferIntent } from '../connection/pending-intents.js';
import { addNotice } from '../log/transcript.js';
import type { SessionState } from '../state.js';
import { noEffects, type Step } from '../step.js';
import { awaitAnswer, noteAnswer } from './items.js';
import { sendByHand } from './raw-send.js';
import { seed } from './seed.js';

type FileRead = Extract<Input, { type: 'file-read' }>;

/** A command needs a file: it is read outside of the session. */
export function readUserFile(state: SessionState, use: FileUse, path: string): Step {
  return {
    state: awaitAnswer(state, `read ${path}`, 'file-read'),
    effects: [{ type: 'read-file', use, path }],
  };
}

/** The file was read: its content is used, or the user learns why it cannot be. */
export function fileRead(before: SessionState, read: FileRead): Step {
  const state = noteAnswer(before, 'file-read');
  const { use, path, content = {} } = read;
  if (read.problem !== undefined) return noEffects(addNotice(state, 'error', read.problem));
  if (state.connection.phase !== 'ready')
    return deferIntent(state, { type: 'read-file', use, path });
  const { text, session, items, tools } = content;
  switch (use) {
    case 'instructions':
      return typeof text === 'string'
        ? sendByHand(state, { type: 'session.update', session: { instructions: text.trim() } })
        : unusable(state, path);
    case 'session':
      return isRequestSession(session)
        ? sendByHand(state, { type: 'session.update', session })
        : unusable(state, path);
    case 'tools':
      return isFunctionTools(tools) ? addTools(state, tools) : unusable(state, path);
    case 'seed':
      return isJsonArray(items) ? seed(state, path, items) : unusable(state, path);
  }
}

function unusable(state: SessionState, path: string): Step {
  return noEffects(addNotice(state, 'error', `${path} cannot be used here.`));
}

function isFunctionTools(value: unknown): value is readonly FunctionTool[] {
  return (
    isJsonArray(value) &&
    value.every((tool) => validate('FunctionTool', tool, 'strict').length === 0)
  );
}

/** The program can run these tools now; the model learns of them. */
function addTools(state: SessionState, added: readonly FunctionTool[]): Step {
  const names = added.map(({ name }) => name);
  const kept = (state.asked.tools ?? []).filter(
    (tool) => tool.type !== 'function' || !names.includes(tool.name),
  );
  const runnableTools = [...new Set([...state.options.runnableTools, ...names])];
  return sendByHand(changed(state, { options: { ...state.options, runnableTools } }), {
    type: 'session.update',
    session: { tools: [...kept, ...added] },
  });
}
