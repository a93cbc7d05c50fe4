import type { JsonObject } from '../../shared/json.js';
import { announceToConversation } from './announce.js';
import type { Entry } from './conversation.js';
import type { SessionContext } from './session-context.js';

/** Position of an output item in its response. */
export interface OutputPlace {
  readonly responseId: string;
  readonly outputIndex: number;
  /** An out-of-band response adds no items to the conversation. */
  readonly outOfBand: boolean;
}

/** Announces a new output item in the order of the service recordings, and adds it to the conversation. */
export function announceItem(
  context: SessionContext,
  place: OutputPlace,
  item: JsonObject,
): Entry | undefined {
  context.send({
    type: 'response.output_item.added',
    response_id: place.responseId,
    output_index: place.outputIndex,
    item,
  });
  if (place.outOfBand) return undefined;
  return announceToConversation(context, item);
}

/** Sends an output item in its final form. @returns the item */
export function finishItem(
  { send }: Pick<SessionContext, 'send'>,
  { responseId, outputIndex }: Pick<OutputPlace, 'responseId' | 'outputIndex'>,
  item: JsonObject,
): JsonObject {
  send({
    type: 'response.output_item.done',
    response_id: responseId,
    output_index: outputIndex,
    item,
  });
  return item;
}
