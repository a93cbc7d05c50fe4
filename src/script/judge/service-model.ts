import { parseServerEvent } from '../../protocol/parse.js';
import type { ServerEvent } from '../../protocol/generated/types.js';
import type { Clock } from '../../shared/clock.js';
import { VoiceliveError } from '../../shared/errors.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { JudgeModel } from './open-judge.js';

export interface ServiceModelOptions {
  readonly open: (listener: (event: TransportEvent) => void) => Transport;
  /** Another than the endpoint's. */
  readonly model?: string;
  readonly clock: Clock;
  /** For connecting, and for each answer. */
  readonly deadlineMs: number;
}

/** Characters of an answer that are kept: a judgement is short. */
const maxAnswer = 20_000;

interface Waiting {
  readonly resolve: (event: ServerEvent) => void;
  readonly reject: (error: Error) => void;
  readonly type: ServerEvent['type'];
}

/**
 * A text session of a Voice Live endpoint that answers questions: connected with the first one. Each question is deleted
 * from the conversation with its answer, so that none knows of the others; one is asked after the other.
 */
export function createServiceModel(options: ServiceModelOptions): JudgeModel {
  let session: Promise<ServiceModel> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let transport: ServiceModel | undefined;
  const opened = (instructions: string): Promise<ServiceModel> => {
    transport = new ServiceModel(options);
    return transport.open(instructions);
  };
  return {
    answer(instructions, prompt) {
      const answer = last.then(async () => {
        session ??= opened(instructions);
        try {
          return await (await session).ask(prompt);
        } catch (thrown) {
          // The next question gets a new connection.
          session = undefined;
          await transport?.close();
          throw thrown;
        }
      });
      last = answer.catch(() => undefined);
      return answer;
    },
    close: async () => {
      await transport?.close();
    },
  };
}

class ServiceModel {
  readonly #options: ServiceModelOptions;
  readonly #transport: Transport;
  #waiting: Waiting | undefined;
  #failure: Error | undefined;
  #answer = '';
  #items: readonly string[] = [];
  #questions = 0;

  constructor(options: ServiceModelOptions) {
    this.#options = options;
    this.#transport = options.open((event) => {
      this.#take(event);
    });
  }

  async open(instructions: string): Promise<ServiceModel> {
    const created = this.#next('session.created');
    this.#transport.connect(1, this.#options.model);
    await created;
    const updated = this.#next('session.updated');
    this.#send({ type: 'session.update', session: { modalities: ['text'], instructions } });
    await updated;
    return this;
  }

  async ask(prompt: string): Promise<string> {
    this.#questions += 1;
    this.#answer = '';
    this.#items = [];
    const done = this.#next('response.done');
    this.#send({
      type: 'conversation.item.create',
      item: {
        id: `judge_${this.#questions}`,
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: prompt }],
      },
    });
    this.#send({ type: 'response.create' });
    const event = await done;
    if (event.type === 'response.done' && event.response.status !== 'completed')
      throw unusable(`its answer ended with status ${event.response.status ?? 'unknown'}`);
    for (const item_id of [`judge_${this.#questions}`, ...this.#items])
      this.#send({ type: 'conversation.item.delete', item_id });
    return this.#answer;
  }

  close(): Promise<void> {
    this.#fail(unusable('it was closed'));
    return this.#transport.close();
  }

  #send(event: object): void {
    if (!this.#transport.send(JSON.stringify(event)))
      this.#fail(unusable('the connection is not writable'));
  }

  #next(type: ServerEvent['type']): Promise<ServerEvent> {
    const { clock, deadlineMs } = this.#options;
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const cancel = clock.after(deadlineMs, () => {
        this.#fail(unusable(`no ${type} within ${deadlineMs / 1000} s`));
      });
      this.#waiting = {
        type,
        resolve: (event) => {
          cancel();
          resolve(event);
        },
        reject: (error) => {
          cancel();
          reject(error);
        },
      };
    });
  }

  #take(event: TransportEvent): void {
    if (event.type === 'refused') this.#fail(event.error);
    else if (event.type === 'closed')
      this.#fail(unusable(`the connection was closed (code ${event.code})`));
    else if (event.type === 'frame') this.#frame(event.text);
  }

  #frame(text: string): void {
    const frame = parseServerEvent(text);
    if (frame.kind !== 'known') return;
    const { event } = frame;
    if (event.type === 'error') {
      this.#fail(unusable(event.error.message));
      return;
    }
    if (event.type === 'response.text.delta')
      this.#answer = (this.#answer + event.delta).slice(0, maxAnswer);
    if (event.type === 'response.output_item.added' && event.item?.id != null)
      this.#items = [...this.#items, event.item.id];
    if (event.type !== this.#waiting?.type) return;
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve(event);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

function unusable(reason: string): VoiceliveError {
  return new VoiceliveError(`The judge's session: ${reason}`, { code: 'judge-session' });
}
