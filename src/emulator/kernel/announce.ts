import type { JsonObject } from '../../shared/json.js';
import type { Entry } from './conversation.js';
import type { SessionContext } from './session-context.js';

/** Adds an item at the end of the conversation and announces it. */
export function announceToConversation(context: SessionContext, item: JsonObject): Entry {
  const { entry, previousId } = context.conversation.add(item);
  context.send({
    type: 'conversation.item.created',
    previous_item_id: previousId ?? null,
    item,
  });
  return entry;
}
