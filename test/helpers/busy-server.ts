import { WebSocketServer, type WebSocket } from 'ws';

/** A far side that opens any session at once and then talks without a pause. */
export interface BusyServer {
  readonly url: string;
  /** Events of the flood that were sent so far. */
  readonly sent: number;
  /** When the first `session.update` came, on the clock of `performance.now()`. */
  readonly configured: Promise<number>;
  /** Events a second from now on; 0 is silence. */
  flood(eventsPerSecond: number): void;
  close(): Promise<void>;
}

const tickMs = 10;
const wordsPerReply = 200;
const replyWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'] as const;

const session = {
  id: 'sess_busy',
  object: 'realtime.session',
  model: 'gpt-realtime',
  modalities: ['text'],
  turn_detection: null,
};

/** The flood's event of this number: replies of 200 words, one after the other. */
export function floodEvent(number: number): Readonly<Record<string, unknown>> {
  const length = wordsPerReply + 2;
  const reply = String(Math.floor(number / length));
  const at = number % length;
  const event_id = `event_${String(number)}`;
  const response = { id: `resp_${reply}`, object: 'realtime.response', output: [] };
  if (at === 0)
    return {
      type: 'response.created',
      event_id,
      response: { ...response, status: 'in_progress' },
    };
  if (at === length - 1)
    return { type: 'response.done', event_id, response: { ...response, status: 'completed' } };
  return {
    type: 'response.text.delta',
    event_id,
    response_id: response.id,
    item_id: `item_${reply}`,
    output_index: 0,
    content_index: 0,
    delta: `${replyWords[at % replyWords.length] ?? ''} `,
  };
}

/** Listens at a free port of this machine. */
export async function openBusyServer(): Promise<BusyServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  let client: WebSocket | undefined;
  let rate = 0;
  let owed = 0;
  let sent = 0;
  let lastMs = performance.now();
  let configure: (atMs: number) => void = () => undefined;
  const configured = new Promise<number>((resolve) => {
    configure = resolve;
  });
  server.on('connection', (socket) => {
    client = socket;
    const send = (event: Readonly<Record<string, unknown>>): void => {
      socket.send(JSON.stringify(event));
    };
    send({ type: 'session.created', event_id: 'event_created', session });
    socket.on('message', (data: Buffer) => {
      if (!data.toString('utf8').includes('"session.update"')) return;
      configure(performance.now());
      send({ type: 'session.updated', event_id: 'event_updated', session });
    });
  });
  const ticks = setInterval(() => {
    const nowMs = performance.now();
    owed += ((nowMs - lastMs) / 1000) * rate;
    lastMs = nowMs;
    for (; owed >= 1; owed -= 1) {
      client?.send(JSON.stringify(floodEvent(sent)));
      sent += 1;
    }
  }, tickMs);
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    get sent() {
      return sent;
    },
    configured,
    flood: (eventsPerSecond) => {
      rate = eventsPerSecond;
      owed = 0;
    },
    async close() {
      clearInterval(ticks);
      for (const each of server.clients) each.terminate();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
