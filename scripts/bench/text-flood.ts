import { WebSocketServer, type WebSocket } from 'ws';

/**
 * A service, in a process of its own, that greets a client with a long conversation and then sends text as fast as it is
 * taken. Reports its URL, takes `flood`, and reports `done`. Arguments: bytes to send, bytes of a reply.
 */
const [streamedBytes, replyBytes] = process.argv.slice(2).map(Number);
if (streamedBytes === undefined || replyBytes === undefined)
  throw new Error('arguments are missing');
const historyReplies = 400;

const deltaBytes = 64;
/** More than this waits in the socket: the client is behind. */
const maxWaiting = 256 * 1024;
const session = {
  id: 'sess_flood',
  model: 'gpt-realtime',
  modalities: ['text'],
  turn_detection: null,
};

let replies = 0;
function* reply(texts: Iterable<string>): Generator<object> {
  const id = `resp_${String(replies)}`;
  const place = {
    response_id: id,
    item_id: `item_${String(replies)}`,
    output_index: 0,
    content_index: 0,
  };
  replies += 1;
  yield { type: 'response.created', response: { id, status: 'in_progress' } };
  for (const delta of texts) yield { type: 'response.text.delta', ...place, delta };
  yield { type: 'response.done', response: { id, status: 'completed', output: [] } };
}

let word = 0;
function* words(bytes: number): Generator<string> {
  for (let sent = 0; sent < bytes;) {
    let text = '';
    for (; text.length < deltaBytes; word += 1) text += `word${String(word)} `;
    sent += text.length;
    yield text;
  }
}

function* history(): Generator<object> {
  for (let number = 0; number < historyReplies; number += 1)
    yield* reply([`history ${String(number)} `, ...words(1_000)]);
}

function* flood(total: number, each: number): Generator<object> {
  for (let sent = 0; sent < total; sent += each) yield* reply(words(each));
}

async function send(client: WebSocket, events: Iterable<object>): Promise<void> {
  for (const event of events) {
    client.send(JSON.stringify({ event_id: 'event_flood', ...event }));
    while (client.bufferedAmount > maxWaiting)
      await new Promise((resolve) => setImmediate(resolve));
  }
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string')
    process.send?.(`http://127.0.0.1:${String(address.port)}`);
});
server.on('connection', (client) => {
  client.send(JSON.stringify({ type: 'session.created', session }));
  client.on('message', (data: Buffer) => {
    if (!data.toString('utf8').includes('"session.update"')) return;
    client.send(JSON.stringify({ type: 'session.updated', session }));
    void send(client, history());
  });
  process.once('message', () => {
    void send(client, flood(streamedBytes, replyBytes)).then(() => {
      process.send?.('done');
    });
  });
});
