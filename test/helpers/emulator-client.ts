import { WebSocket } from 'ws';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import { checkClientEvent } from '../../src/protocol/parse.js';
import { formatProblem } from '../../src/validation/problem.js';
import { validate } from '../../src/protocol/validate.js';
import type { RunningServer } from '../../src/emulator/server.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/shared/json.js';
import { patienceMs } from './patience.js';

/** A Voice Live client of a few lines, that checks every frame it gets against the API description. */
export interface TestClient {
  /** Everything received, in order. */
  readonly events: readonly JsonObject[];
  readonly closeCode: number | undefined;
  /** Checks the event first: what is wrong on purpose goes through `sendText`. */
  send(event: JsonObject): void;
  sendText(text: string): void;
  /** The first event from the reading position on that fits; the position moves behind it. */
  next(type: string, fits?: (event: JsonObject) => boolean): Promise<JsonObject>;
  /** What was received since the last call, up to the reading position. */
  read(): readonly JsonObject[];
  closed(): Promise<number>;
  close(): void;
}

export interface ClientOptions {
  readonly model?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

type EmulatorAddress = Pick<RunningServer, 'url' | 'token'>;

/** Address of the emulator's WebSocket. */
export function socketUrl(emulator: EmulatorAddress, query: string): string {
  return `${emulator.url.replace('http', 'ws')}/voice-live/realtime?${query}`;
}

function parsed(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error(`not an object: ${text}`);
  const problems = validate('ServerEvent', value, 'lenient');
  if (problems.length > 0)
    throw new Error(`${textValue(value['type'])}: ${JSON.stringify(problems)}`);
  return value;
}

/** Connects; the socket is open when it resolves. */
export async function openClient(
  emulator: EmulatorAddress,
  options: ClientOptions = {},
): Promise<TestClient> {
  const query = options.query ?? `api-version=2026-07-15&model=${options.model ?? 'gpt-realtime'}`;
  const socket = new WebSocket(socketUrl(emulator, query), {
    headers: options.headers ?? { 'api-key': emulator.token },
    perMessageDeflate: false,
  });
  const events: JsonObject[] = [];
  const waiting = new Set<() => void>();
  let failure: Error | undefined;
  let closeCode: number | undefined;
  let position = 0;
  let readTo = 0;
  const wake = (): void => {
    for (const check of waiting) check();
  };
  socket.on('message', (data: Buffer) => {
    try {
      events.push(parsed(data.toString('utf8')));
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    wake();
  });
  socket.on('close', (code) => {
    closeCode = code;
    wake();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });

  const wait = <T>(what: string, look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        waiting.delete(check);
        act();
      };
      const timer = setTimeout(() => {
        finish(() => {
          const types = events.slice(position).map((event) => textValue(event['type']));
          reject(new Error(`no ${what} among: ${types.join(', ')}`));
        });
      }, patienceMs);
      const check = (): void => {
        const { message } = failure ?? {};
        if (message !== undefined) {
          finish(() => {
            reject(new Error(message));
          });
          return;
        }
        const found = look();
        if (found !== undefined) {
          finish(() => {
            resolve(found);
          });
        }
      };
      waiting.add(check);
      check();
    });

  return {
    events,
    get closeCode() {
      return closeCode;
    },
    send: (event) => {
      const [problem] = checkClientEvent(event);
      if (problem !== undefined) throw new Error(`a wrong event: ${formatProblem(problem)}`);
      socket.send(JSON.stringify(event));
    },
    sendText: (text) => {
      socket.send(text);
    },
    next: (type, fits = () => true) =>
      wait(type, () => {
        const index = events.findIndex(
          (event, at) => at >= position && event['type'] === type && fits(event),
        );
        if (index >= 0) position = index + 1;
        return events[index];
      }),
    read: () => {
      const part = events.slice(readTo, position);
      readTo = position;
      return part;
    },
    closed: () => wait('close', () => closeCode),
    close: () => {
      socket.close();
    },
  };
}

/** Field at a path of keys, or undefined. */
export function field(
  value: JsonValue | undefined,
  ...path: readonly string[]
): JsonValue | undefined {
  let at = value;
  for (const key of path) {
    if (Array.isArray(at)) {
      const list: readonly JsonValue[] = at;
      at = list[Number(key)];
    } else {
      at = isJsonObject(at) ? at[key] : undefined;
    }
  }
  return at;
}

/** A typed turn and the wish for an answer. */
export function sayInText(client: TestClient, text: string): void {
  client.send({
    type: 'conversation.item.create',
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
  });
  client.send({ type: 'response.create' });
}
