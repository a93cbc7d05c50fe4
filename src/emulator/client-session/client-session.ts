import type { ClientFrame } from '../../protocol/parse.js';
import { isJsonArray, isJsonObject, type JsonObject } from '../../shared/json.js';
import { IdleTimer } from '../input/idle-timer.js';
import { InputTurns } from '../input/input-turns.js';
import { SpokenTurns } from '../input/spoken-turns.js';
import { McpCalls } from '../mcp/mcp-calls.js';
import { McpServers } from '../mcp/mcp-servers.js';
import { MediaOutputs } from '../media/media-outputs.js';
import { Responder } from '../response/responder.js';
import type { ScenarioEngine } from '../scenario/scenario-engine.js';
import { checkReceived } from './client-check.js';
import { ClientItems } from './client-items.js';
import { updatedSession } from '../kernel/session-config.js';
import type { SessionContext } from '../kernel/session-context.js';
import { weightOf } from '../kernel/weight.js';

type KnownFrame = Extract<ClientFrame, { readonly kind: 'known' }>;

function objectAt(raw: JsonObject, key: string): JsonObject {
  const value = raw[key];
  return isJsonObject(value) ? value : {};
}

/** Base64 payload of an audio event. */
function audioOf(frame: KnownFrame): string {
  const audio = frame.raw['audio'];
  return typeof audio === 'string' ? audio : '';
}

/** Handles one client's events: the service's side of a session. */
export class ClientSession {
  readonly #context: SessionContext;
  readonly #setSession: (session: JsonObject) => void;
  readonly #mcpServers: McpServers;
  readonly #mcpCalls: McpCalls;
  readonly #media: MediaOutputs;
  readonly #responder: Responder;
  readonly #spoken: SpokenTurns;
  readonly #input: InputTurns;
  readonly #items: ClientItems;
  readonly #idle: IdleTimer;
  #sessionBytes = 0;

  /** @param setSession replaces what `context.session()` returns */
  constructor(
    context: SessionContext,
    scenarioEngine: ScenarioEngine,
    setSession: (session: JsonObject) => void,
  ) {
    this.#context = context;
    this.#setSession = setSession;
    this.#mcpServers = new McpServers(context, scenarioEngine.scenario.service.mcpServers);
    this.#mcpCalls = new McpCalls(context, this.#mcpServers);
    this.#media = new MediaOutputs(context);
    this.#idle = new IdleTimer(context.clock, () => {
      this.#responder.createIdle();
    });
    this.#responder = new Responder(context, {
      scenarioEngine,
      mcpServers: this.#mcpServers,
      mcpCalls: this.#mcpCalls,
      media: this.#media,
      onBusy: (busy) => {
        if (busy) this.#idle.disarm();
        else this.#idle.arm(this.#idleMs());
      },
    });
    this.#spoken = new SpokenTurns(context, scenarioEngine, this.#responder);
    this.#input = new InputTurns(context, this.#responder, this.#spoken, () => {
      this.#idle.disarm();
    });
    this.#items = new ClientItems(context, this.#spoken, this.#mcpCalls);
  }

  /** About what is kept for the client. */
  get bytes(): number {
    return (
      this.#sessionBytes + this.#context.conversation.bytes + this.#input.bytes + this.#items.bytes
    );
  }

  /** @throws ServiceErrorThrown for an event to answer with `error` */
  handle(frame: KnownFrame): void {
    const { event, raw } = frame;
    checkReceived(event);
    switch (event.type) {
      case 'session.update':
        this.#update(objectAt(raw, 'session'));
        return;
      case 'input_audio_buffer.append':
        this.#input.append(audioOf(frame));
        return;
      case 'input_audio_buffer.commit':
        this.#input.commit();
        return;
      case 'input_audio_buffer.clear':
      case 'input_audio.clear':
        this.#input.clear();
        return;
      case 'input_audio.turn.start':
        this.#input.startTurn(event.turn_id);
        return;
      case 'input_audio.turn.append':
        this.#input.appendToTurn(event.turn_id, audioOf(frame));
        return;
      case 'input_audio.turn.end':
        this.#input.endTurn(event.turn_id);
        return;
      case 'input_audio.turn.cancel':
        this.#input.cancelTurn(event.turn_id);
        return;
      case 'conversation.item.create':
        this.#items.create(objectAt(raw, 'item'), event.previous_item_id);
        return;
      case 'conversation.item.retrieve':
        this.#context.send({
          type: 'conversation.item.retrieved',
          item: this.#context.conversation.retrieve(event.item_id),
        });
        return;
      case 'conversation.item.delete':
        this.#context.conversation.delete(event.item_id);
        this.#context.send({ type: 'conversation.item.deleted', item_id: event.item_id });
        return;
      case 'conversation.item.truncate':
        this.#truncate(event.item_id, event.content_index, event.audio_end_ms);
        return;
      case 'response.create':
        this.#createResponse(objectAt(raw, 'response'));
        return;
      case 'response.cancel':
        this.#responder.cancel(event.response_id);
        return;
      case 'output_audio_buffer.clear':
        this.#media.clear();
        return;
      case 'rtc.call.sdp.create':
        if (isJsonObject(raw['session'])) this.#update(raw['session']);
        this.#media.call(event.sdp_offer);
        return;
      case 'session.avatar.connect':
        this.#media.connectAvatar(event.client_sdp);
        return;
      case 'mcp_approval_response':
        this.#items.approve(event.approval_request_id, event.approve);
        return;
      case 'input_text.delta':
        this.#items.appendText(event.id, event.delta);
        return;
      case 'input_text.done':
        this.#items.endText(event.id);
    }
  }

  /** The client has gone. */
  close(): void {
    this.#responder.close();
    this.#mcpServers.close();
    this.#idle.disarm();
  }

  /** User silence from now until the assistant speaks; undefined: never. */
  #idleMs(): number | undefined {
    const turnDetection = this.#context.session()['turn_detection'];
    const idleMs = isJsonObject(turnDetection) ? turnDetection['idle_timeout_ms'] : undefined;
    if (typeof idleMs !== 'number') return undefined;
    return idleMs + (this.#context.pace.immediate ? 0 : this.#media.remainingMs);
  }

  #update(update: JsonObject): void {
    const { session, profile, agentMode, clientEcho, send } = this.#context;
    const facts = {
      profile,
      agentMode,
      clientEcho,
      audioProduced: this.#responder.audioProduced,
      audioReceived: this.#input.received,
    };
    this.#setSession(updatedSession(session(), update, facts));
    this.#sessionBytes = weightOf(session());
    const inputKeys = [
      'turn_detection',
      'input_audio_format',
      'input_audio_sampling_rate',
      'input_audio_echo_cancellation',
    ];
    if (inputKeys.some((key) => key in update)) this.#input.configure();
    send({ type: 'session.updated', session: session() });
    if ('tools' in update) this.#mcpServers.configure(session()['tools']);
  }

  #truncate(itemId: string, contentIndex: number, audioEndMs: number): void {
    this.#context.conversation.truncate(itemId, contentIndex, audioEndMs);
    this.#context.send({
      type: 'conversation.item.truncated',
      item_id: itemId,
      content_index: contentIndex,
      audio_end_ms: audioEndMs,
    });
  }

  #createResponse(request: JsonObject): void {
    const items = request['append_input_items'];
    for (const item of isJsonArray(items) ? items : []) {
      if (isJsonObject(item)) this.#items.create(item, undefined);
    }
    const said = Promise.all([this.#spoken.settled, this.#mcpCalls.settled]);
    this.#responder.create(request, said);
  }
}
