import type { ConversationRequestItem } from '../../protocol/generated/types.js';
import { validate } from '../../protocol/validate.js';
import { isJsonObject, type JsonValue } from '../../shared/json.js';
import { formatProblem } from '../../validation/problem.js';
import { addNotice, changeAssistant, changeUser } from '../log/transcript.js';
import type { SessionState } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';
import { awaitAnswer } from './items.js';

/** Items of one file. */
const maxItems = 200;

/**
 * `/seed`: puts items into the conversation without asking for an answer, as if they had been said. An item is written
 * `user: TEXT`, `assistant: TEXT` or `system: TEXT`, or as the API has it.
 */
export function seed(state: SessionState, path: string, given: readonly JsonValue[]): Step {
  if (given.length === 0 || given.length > maxItems) {
    const text = `${path}: found ${given.length} items, expected 1 to ${maxItems}.`;
    return noEffects(addNotice(state, 'error', text));
  }
  const items: ConversationRequestItem[] = [];
  for (const [index, value] of given.entries()) {
    const item = itemOf(value);
    if (!isItem(item)) {
      const [problem] = validate('ConversationRequestItem', item, 'strict');
      const why = problem === undefined ? 'not an item' : formatProblem(problem);
      const text = `${path}: nothing was added. Item ${index + 1}: ${why}`;
      return noEffects(addNotice(state, 'error', text));
    }
    items.push(item);
  }
  const added = items.length === 1 ? '1 item' : `${items.length} items`;
  return chain(
    state,
    ...items.map((item) => (current: SessionState) => create(current, item)),
    (current) =>
      noEffects(addNotice(current, 'info', `Added ${added} of ${path} to the conversation.`)),
  );
}

const contentTypes = { user: 'input_text', assistant: 'text', system: 'input_text' } as const;

/** The short form, `user: hello`, written out; anything else as it is. */
function itemOf(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const [entry, second] = Object.entries(value);
  if (entry === undefined || second !== undefined) return value;
  const [role, text] = entry;
  if (role !== 'user' && role !== 'assistant' && role !== 'system') return value;
  const content = [{ type: contentTypes[role], text }];
  return { type: 'message', role, content };
}

function isItem(value: JsonValue): value is JsonValue & ConversationRequestItem {
  return validate('ConversationRequestItem', value, 'strict').length === 0;
}

function create(before: SessionState, given: ConversationRequestItem): Step {
  const taken = takeId(before, 'item');
  const item = { ...given, id: given.id ?? taken.id };
  const event = takeId(taken.state, 'event');
  const waiting = awaitAnswer(event.state, event.id, 'conversation.item.created');
  return {
    state: shown(waiting, item),
    effects: [
      { type: 'send', event: { type: 'conversation.item.create', event_id: event.id, item } },
    ],
  };
}

/** Turns are in the transcript from now on, and are restored with it. */
function shown(
  state: SessionState,
  item: ConversationRequestItem & { readonly id: string },
): SessionState {
  if (item.type !== 'message' || item.role === 'system') return state;
  const text = item.content
    .flatMap((part) => ('text' in part && typeof part.text === 'string' ? [part.text] : []))
    .join(' ');
  if (text === '') return state;
  if (item.role === 'user')
    return changeUser(state, item.id, (entry) => ({ ...entry, text, phase: 'final', typed: true }));
  const ids = { itemId: item.id, responseId: 'seed' };
  return changeAssistant(state, ids, (entry) => ({ ...entry, text, final: true }));
}
