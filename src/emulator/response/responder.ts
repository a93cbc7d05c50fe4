import type { JsonObject } from '../../shared/json.js';
import { reject } from '../kernel/service-error.js';
import { textValue } from '../kernel/text-value.js';
import type { McpCalls } from '../mcp/mcp-calls.js';
import type { McpServers } from '../mcp/mcp-servers.js';
import type { MediaOutputs } from '../media/media-outputs.js';
import type { ScenarioEngine } from '../scenario/scenario-engine.js';
import { message, type Output } from '../scenario/outputs.js';
import { contentOf, Conversation, idOf } from '../kernel/conversation.js';
import type { SessionContext } from '../kernel/session-context.js';
import { wireFormat } from '../kernel/session-values.js';
import { receivedItem } from '../kernel/wire-items.js';
import { RateLimits } from './rate-limits.js';
import { ResponseRun } from './response-run.js';
import { responseSettings, type ResponseSettings } from './response-settings.js';
import { contextTokens, noTokens, type ContextTokens } from './response-usage.js';

/** What the responses of a session need. */
export interface ResponderParts {
  readonly scenarioEngine: ScenarioEngine;
  readonly mcpServers: McpServers;
  readonly mcpCalls: McpCalls;
  readonly media: MediaOutputs;
  /** Called with true when a response starts, and with false when none is active. */
  readonly onBusy: (busy: boolean) => void;
}

/** The responses of one session: one at a time. */
export class Responder {
  readonly #context: SessionContext;
  readonly #parts: ResponderParts;
  readonly #rateLimits: RateLimits | undefined;
  #active: ResponseRun | undefined;
  #waiting = false;
  #billed: ContextTokens = noTokens;
  #audioProduced = false;

  constructor(context: SessionContext, parts: ResponderParts) {
    this.#context = context;
    this.#parts = parts;
    const limits = parts.scenarioEngine.scenario.service.rateLimits;
    this.#rateLimits = limits === undefined ? undefined : new RateLimits(limits);
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
  create(request: JsonObject, ready: Promise<unknown>): void {
    if (this.#context.agentMode && typeof request['instructions'] === 'string') {
      const text = 'Overriding instructions in response.create is not supported';
      reject('invalid_value', text, 'response.instructions');
    }
    if (this.#active !== undefined && request['cancel_previous'] === true) {
      this.#active.cancel('client_cancelled');
    }
    if (this.#active !== undefined) {
      reject(
        'conversation_already_has_active_response',
        `Conversation already has an active response in progress: ${this.#active.id}. Wait until the response is finished before creating a new one.`,
      );
    }
    this.#start(request, ready);
  }

  /** Responds to a turn that the service detected; waits for the active response. */
  createAutomatically(ready: Promise<unknown>): void {
    if (this.#active === undefined) this.#start({}, ready);
    else this.#waiting = true;
  }

  /** The user has been silent for too long: says the scenario's `idle` line. */
  createIdle(): void {
    if (this.#active !== undefined) return;
    this.#start({}, Promise.resolve(), this.#parts.scenarioEngine.scenario.idle);
  }

  /** @throws ServiceErrorThrown when there is nothing to cancel */
  cancel(responseId: string | undefined): void {
    const active = this.#active;
    if (active === undefined || (responseId !== undefined && responseId !== active.id)) {
      reject('response_cancel_not_active', 'Cancellation failed: no active response found');
    }
    active.cancel('client_cancelled');
  }

  /** The user has started to speak. `auto_truncate` removes what cannot have been heard yet. */
  interrupt(turnDetection: JsonObject): void {
    this.#active?.cancel('turn_detected');
    this.#parts.media.interrupt();
    if (turnDetection['auto_truncate'] !== true) return;
    this.#truncateUnheard(textValue(turnDetection['appended_text_after_truncation']));
  }

  close(): void {
    this.#active?.abandon();
    this.#active = undefined;
    this.#waiting = false;
  }

  #start(request: JsonObject, ready: Promise<unknown>, idleLine?: string): void {
    const { profile, ids, session, conversation } = this.#context;
    const { scenarioEngine, mcpCalls, media, onBusy } = this.#parts;
    const settings = responseSettings(ids.response(), session(), request, profile);
    const given = this.#givenItems(settings);
    const run = new ResponseRun(this.#context, {
      settings,
      mcpCalls,
      media,
      answer: () =>
        idleLine === undefined
          ? this.#answer(settings, given)
          : Promise.resolve([message(idleLine)]),
      interimLine: scenarioEngine.scenario.interim,
      contextTokens: () =>
        contextTokens(session(), (given ?? conversation).entries, settings.instructions),
      billedBefore: this.#billed,
      onEnd: (tokens) => {
        this.#ended(run, tokens);
      },
    });
    if (settings.audio) this.#audioProduced = true;
    this.#active = run;
    onBusy(true);
    void ready.then(() => run.run());
  }

  /** A conversation of the response's own input items, which replace the session's. */
  #givenItems({ inputItems }: ResponseSettings): Conversation | undefined {
    if (inputItems === undefined) return undefined;
    const { ids, profile, session } = this.#context;
    const given = new Conversation();
    const format = wireFormat(session()['input_audio_format']);
    for (const item of inputItems)
      given.add(receivedItem(item, () => ids.clientItem(), format, profile.modelClass).item);
    return given;
  }

  /** Removes what was not heard yet, assuming that audio plays from when it was received. */
  #truncateUnheard(appended: string): void {
    const { conversation, pace, send } = this.#context;
    const spoken = conversation.entries.findLast((entry) => entry.audioSinceMs !== undefined);
    if (spoken?.audioSinceMs === undefined || spoken.truncatedMs !== undefined) return;
    const heardMs = Math.floor(pace.nowMs() - spoken.audioSinceMs);
    if (heardMs >= spoken.audioMs) return;
    const itemId = idOf(spoken.item);
    conversation.truncate(itemId, 0, heardMs);
    const [part] = contentOf(spoken.item);
    if (appended !== '' && part !== undefined) {
      const transcript = `${textValue(part['transcript'])}${appended}`;
      spoken.item = { ...spoken.item, content: [{ ...part, transcript }] };
    }
    send({
      type: 'conversation.item.truncated',
      item_id: itemId,
      content_index: 0,
      audio_end_ms: heardMs,
    });
  }

  async #answer(
    settings: ResponseSettings,
    given: Conversation | undefined,
  ): Promise<readonly Output[]> {
    if (settings.preGenerated !== undefined) return [message(settings.preGenerated)];
    const { conversation, ids } = this.#context;
    const { scenarioEngine, mcpServers } = this.#parts;
    return scenarioEngine.answer({
      entries: (given ?? conversation).entries,
      tools: settings.tools,
      forced: settings.forced,
      mayCall: settings.toolChoice !== 'none',
      findMcpTool: (server, name) => mcpServers.find(server, name),
      newCallId: () => ids.call(),
      newMcpItemId: () => ids.outputItem('mcp_call'),
    });
  }

  #ended(run: ResponseRun, tokens: number): void {
    if (this.#active !== run) return;
    this.#billed = run.input;
    this.#active = undefined;
    if (this.#rateLimits !== undefined) this.#context.send(this.#rateLimits.after(tokens));
    if (!this.#waiting) {
      this.#parts.onBusy(false);
      return;
    }
    this.#waiting = false;
    this.#start({}, Promise.resolve());
  }
}
