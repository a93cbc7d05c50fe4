import { Outputs } from '../../src/session/controller/outputs.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import { Microphone } from '../../src/session/controller/microphone.js';
import { parseCommand } from '../../src/session/commands/commands.js';
import type { Effect } from '../../src/session/effects.js';
import type { Input } from '../../src/session/inputs.js';
import type { SessionOptions } from '../../src/session/state.js';
import { update } from '../../src/session/update.js';
import { isJsonObject, type JsonObject } from '../../src/shared/json.js';
import type { Transport } from '../../src/transport/types.js';
import { currentApproval } from '../../src/session/selectors.js';
import { initialUi } from '../../src/tui/ui-state.js';
import { keys, play } from './keys.js';
import { handsFree, SessionScript } from './session.js';

type Untimed<Each> = Each extends Input ? Omit<Each, 'nowMs'> : never;

/** A session script with a user at its keys and its text box, and what leaves for the service, read from the wire. */
export class WiredSession extends SessionScript {
  readonly #wire: JsonObject[] = [];
  readonly #options: SessionOptions;
  readonly #transport: Transport = {
    target: 'test',
    connect: () => undefined,
    send: (text) => {
      const event: unknown = JSON.parse(text);
      if (isJsonObject(event)) this.#wire.push(event);
      return true;
    },
    sever: () => undefined,
    bufferedBytes: () => 0,
    close: () => Promise.resolve(),
  };
  readonly #link = openServerLink(() => this.#transport)({
    nowMs: () => this.nowMs,
    getState: () => this.state,
    dispatch: () => undefined,
    outputs: new Outputs(() => undefined),
    transport: this.#transport,
    voiceEndMs: () => undefined,
  });

  constructor(options: Partial<SessionOptions> = {}) {
    super(options);
    this.#options = { ...handsFree, ...options };
  }

  /** As it happens: a recording would hold no audio. */
  override input(input: Untimed<Input>): readonly Effect[] {
    this.nowMs += 1;
    const { state, effects } = update(this.state, { nowMs: this.nowMs, ...input });
    this.state = state;
    this.effects = [...this.effects, ...effects];
    for (const effect of effects) if (effect.type === 'send') this.#link.carryOut(effect);
    return effects;
  }

  /** A key of the full screen; a question of an approval has been read. */
  press(name: string): this {
    const asked = currentApproval(this.state);
    const question = asked && { ...asked, sinceMs: 0, shown: 1, length: 1 };
    const { intents } = play(this.state, keys(name), { ...initialUi, question });
    for (const intent of intents) this.intent(intent);
    return this;
  }

  /** A line of the text box, of plain mode, or of a text script. */
  enter(line: string): this {
    const command = parseCommand(line);
    if (command.kind !== 'intent') throw new Error(`${line}: ${command.kind}`);
    this.intent(command.intent);
    return this;
  }

  /** One frame of the microphone, 20 ms. */
  speak(): this {
    const microphone = new Microphone({
      options: this.#options,
      getState: () => this.state,
      transport: this.#transport,
      outputs: new Outputs(() => undefined),
      nowMs: () => this.nowMs,
      dispatch: (input) => this.input(input),
    });
    microphone.take({ sequence: 0, samples: new Int16Array(480), atMs: this.nowMs });
    return this;
  }

  /** What left since the last look. */
  left(): readonly JsonObject[] {
    return this.#wire.splice(0);
  }
}
