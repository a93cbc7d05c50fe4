import type { SessionState } from '../state.js';
import { interrupt, sendTurn } from './turn.js';
import { deferIntent } from '../connection/pending-intents.js';
import { wantResponse } from './response.js';
import { awaitAnswer, noteAnswer } from '../commands/items.js';
import { chain, noEffects, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';

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
    // Its data is not kept; the file is read again when the connection is back.
    return state.connection.phase === 'ready'
      ? imageTurn(next, read.url, read.path)
      : deferIntent(next, { type: 'show-image', source: read.path });
  }
  return noEffects(addNotice(next, 'error', read.problem ?? `${read.path} could not be read.`));
}

/** An image as a user turn: an item with the image, and the request to answer it. */
function imageTurn(state: SessionState, url: string, label: string): Step {
  const shown = { text: `(image: ${label})`, wordless: true } as const;
  return chain(
    state,
    interrupt,
    (current) => sendTurn(current, shown, { type: 'input_image', image_url: url }),
    wantResponse,
  );
}
