import type { JsonObject } from '../../shared/json.js';
import type { Entry } from './conversation.js';
import type { SessionContext } from './session-context.js';

/** The cascade class was only ever recorded with an empty previous id, the realtime class names the item or says null. */
export function previousIdOnWire(
  { profile }: SessionContext,
  previousId: string | undefined,
): string | null {
  return profile.modelClass === 'cascade' ? profile.noItem : (previousId ?? profile.noItem);
}

/** Adds an item at the end of the conversation and announces it. */
export function announceToConversation(context: SessionContext, item: JsonObject): Entry {
  const { entry, previousId } = context.conversation.add(item);
  context.send({
    type: 'conversation.item.created',
    previous_item_id: previousIdOnWire(context, previousId),
    item,
  });
  return entry;
}
