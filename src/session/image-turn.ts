import type { SessionState } from './state.js';
import { interrupt } from './turn.js';
import { postpone } from './postponed.js';
import { wantResponse } from './response.js';
import { startTurn } from './latency.js';
import { awaitAnswer, noteAnswer } from './items.js';
import { chain, stay, takeId, type Step } from './step.js';
import { addNotice, changeUser } from './transcript.js';

/** `/image`: a URL goes to the service as it is, a file has to be read first. */
export function showImage(state: SessionState, source: string): Step {
  return /^https:\/\//i.test(source)
    ? imageTurn(state, source, source)
    : {
        state: awaitAnswer(state, `image ${source}`, 'image-read'),
        effects: [{ type: 'read-image', path: source }],
      };
}

/** The file was read: show it, or say why not. */
export function imageRead(
  state: SessionState,
  read: { readonly path: string; readonly url?: string; readonly problem?: string },
): Step {
  const next = noteAnswer(state, 'image-read');
  if (read.url !== undefined) {
    // Its data is not kept: it is read again when the connection is back.
    return state.connection.phase === 'ready'
      ? imageTurn(next, read.url, read.path)
      : postpone(next, { type: 'show-image', source: read.path });
  }
  return stay(addNotice(next, 'error', read.problem ?? `${read.path} could not be read.`));
}

/** A picture as a turn of the person's: an item with the picture, and the request to answer it. */
function imageTurn(state: SessionState, url: string, label: string): Step {
  return chain(
    state,
    interrupt,
    (current) => {
      const item = takeId(startTurn(current), 'item');
      const event = takeId(item.state, 'event');
      return {
        state: changeUser(event.state, item.id, (entry) => ({
          ...entry,
          text: `(picture: ${label})`,
          phase: 'final',
          typed: true,
          wordless: true,
        })),
        effects: [
          {
            type: 'send',
            event: {
              type: 'conversation.item.create',
              event_id: event.id,
              item: {
                type: 'message',
                id: item.id,
                role: 'user',
                content: [{ type: 'input_image', image_url: url }],
              },
            },
          },
        ],
      };
    },
    wantResponse,
  );
}
