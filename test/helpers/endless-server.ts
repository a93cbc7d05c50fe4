import { WebSocketServer } from 'ws';

/** A service that never finishes a turn, and counts what it is asked. */
export interface EndlessServer {
  readonly url: string;
  readonly connections: number;
  /** `response.create` events of all connections. */
  readonly requests: number;
  close(): Promise<void>;
}

const session = {
  id: 'sess_endless',
  object: 'realtime.session',
  model: 'gpt-realtime',
  modalities: ['text'],
  turn_detection: null,
};

/** Listens at a free port of this machine. `does`: answers every request with a tool call, or breaks the connection. */
export async function openEndlessServer(does: 'call' | 'break'): Promise<EndlessServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  let connections = 0;
  let requests = 0;
  server.on('connection', (socket) => {
    connections += 1;
    const send = (event: Readonly<Record<string, unknown>>): void => {
      socket.send(JSON.stringify({ event_id: 'event_endless', ...event }));
    };
    send({ type: 'session.created', session });
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (text.includes('"session.update"')) send({ type: 'session.updated', session });
      if (!text.includes('"response.create"')) return;
      requests += 1;
      if (does === 'break') {
        socket.terminate();
        return;
      }
      const id = `resp_${String(requests)}`;
      send({ type: 'response.created', response: { id, status: 'in_progress' } });
      send({
        type: 'response.function_call_arguments.done',
        response_id: id,
        item_id: `item_${id}`,
        output_index: 0,
        call_id: `call_${id}`,
        name: 'get_weather',
        arguments: '{"city":"Oslo"}',
      });
      send({ type: 'response.done', response: { id, status: 'completed', output: [] } });
    });
  });
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    get connections() {
      return connections;
    },
    get requests() {
      return requests;
    },
    async close() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
