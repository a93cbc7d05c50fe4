import type { JsonObject } from '../shared/json.js';
import type { Brain, Output } from './brain.js';
import { idOf } from './conversation.js';
import { ResponseRun, type CancelReason } from './response-run.js';
import { responseSettings } from './response-settings.js';
import { reject } from './service-error.js';
import type { SessionContext } from './session-context.js';
import { contextTokens, noTokens, type ContextTokens } from './usage.js';

/** The responses of one session: one at a time. */
export class Responder {
  readonly #context: SessionContext;
  readonly #brain: Brain;
  #active: ResponseRun | undefined;
  #waiting = false;
  #billed: ContextTokens = noTokens;
  #audioProduced = false;

  constructor(context: SessionContext, brain: Brain) {
    this.#context = context;
    this.#brain = brain;
  }

  /** Once true, the session's voice is fixed. */
  get audioProduced(): boolean {
    return this.#audioProduced;
  }

  get busy(): boolean {
    return this.#active !== undefined;
  }

  /**
   * Starts a response.
   * @param request options of `response.create`
   * @param ready resolves when everything said before is part of the conversation
   * @throws ServiceErrorThrown when one is active
   */
  create(request: JsonObject, ready: Promise<void>): void {
    if (this.#active !== undefined && request['cancel_previous'] === true) {
      this.#active.cancel('client_cancelled');
    }
    if (this.#active !== undefined) {
      reject(
        'conversation_already_has_active_response',
        `Conversation already has an active response in progress: ${this.#active.id}. Wait until the response is finished before creating a new one.`,
      );
    }
    const { profile, ids, session, conversation } = this.#context;
    const settings = responseSettings(ids.response(), session(), request, profile);
    const run = new ResponseRun(this.#context, {
      settings,
      answer: () => this.#answer(settings.preGenerated, settings.tools),
      contextTokens: () => contextTokens(session(), conversation.entries),
      billedBefore: this.#billed,
      onEnd: () => {
        this.#ended(run);
      },
    });
    if (settings.audio) this.#audioProduced = true;
    this.#active = run;
    void ready.then(() => run.run());
  }

  /** A response to a turn the service detected itself: it waits for the active one. */
  createAutomatically(ready: Promise<void>): void {
    if (this.#active === undefined) this.create({}, ready);
    else this.#waiting = true;
  }

  /** @throws ServiceErrorThrown when there is nothing to cancel */
  cancel(responseId: string | undefined): void {
    const active = this.#active;
    if (active === undefined || (responseId !== undefined && responseId !== active.id)) {
      reject('response_cancel_not_active', 'Cancellation failed: no active response found');
    }
    active.cancel('client_cancelled');
  }

  /**
   * The user has begun to speak.
   * @param autoTruncate also forget what cannot have been heard yet, if the sound is played from when it was received
   */
  interrupt(reason: CancelReason, autoTruncate: boolean): void {
    this.#active?.cancel(reason);
    if (autoTruncate) this.#truncateUnheard();
  }

  close(): void {
    this.#active?.abandon();
    this.#active = undefined;
    this.#waiting = false;
  }

  #truncateUnheard(): void {
    const { conversation, pace, send } = this.#context;
    const spoken = conversation.entries.findLast((entry) => entry.audioSinceMs !== undefined);
    if (spoken?.audioSinceMs === undefined || spoken.truncatedMs !== undefined) return;
    const heardMs = Math.floor(pace.nowMs() - spoken.audioSinceMs);
    if (heardMs >= spoken.audioMs) return;
    const itemId = idOf(spoken.item);
    conversation.truncate(itemId, 0, heardMs);
    send({
      type: 'conversation.item.truncated',
      item_id: itemId,
      content_index: 0,
      audio_end_ms: heardMs,
    });
  }

  async #answer(
    preGenerated: string | undefined,
    tools: readonly JsonObject[],
  ): Promise<readonly Output[]> {
    if (preGenerated !== undefined) {
      return [{ type: 'message', text: preGenerated, echo: undefined }];
    }
    const { conversation, ids } = this.#context;
    return this.#brain.answer({
      entries: conversation.entries,
      tools,
      newCallId: () => ids.call(),
    });
  }

  #ended(run: ResponseRun): void {
    if (this.#active !== run) return;
    this.#billed = run.input;
    this.#active = undefined;
    if (!this.#waiting) return;
    this.#waiting = false;
    this.create({}, Promise.resolve());
  }
}
