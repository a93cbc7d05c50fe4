import { WebSocketServer } from 'ws';

/**
 * A service, in a process of its own, that opens any session and then sends deltas as fast as they are taken. Reports its
 * URL; takes a number of events, and reports when it begins and when the client has read them all. Argument: which deltas.
 */
const wordsPerReply = 200;
/** More than this waits in the socket: the client is behind. */
const maxWaiting = 256 * 1024;
const session = {
  id: 'sess_hose',
  object: 'realtime.session',
  model: 'gpt-realtime',
  modalities: ['text', 'audio'],
  turn_detection: null,
};

const deltas: Readonly<Record<string, { readonly type: string; readonly delta: string }>> = {
  text: { type: 'response.text.delta', delta: 'word ' },
  transcript: { type: 'response.audio_transcript.delta', delta: 'word ' },
  // 200 ms.
  audio: { type: 'response.audio.delta', delta: Buffer.alloc(9600, 'pcm').toString('base64') },
};
const delta = deltas[process.argv[2] ?? ''];
if (delta === undefined) throw new Error(`one of ${Object.keys(deltas).join(', ')} is missing`);

let count = 0;
/** Replies of 200 deltas, as the service sends them. */
function nextEvent(): object {
  const length = wordsPerReply + 2;
  const reply = String(Math.floor(count / length)).padStart(6, '0');
  const at = count % length;
  const event_id = `event_AbCdEfGhIjKlMn${String(count).padStart(8, '0')}`;
  count += 1;
  const response = { id: `resp_AbCdEfGhIjKl${reply}`, object: 'realtime.response', output: [] };
  if (at === 0)
    return { type: 'response.created', event_id, response: { ...response, status: 'in_progress' } };
  if (at === length - 1)
    return { type: 'response.done', event_id, response: { ...response, status: 'completed' } };
  return {
    event_id,
    response_id: response.id,
    item_id: `item_AbCdEfGhIjKl${reply}`,
    output_index: 0,
    content_index: 0,
    ...delta,
  };
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string')
    process.send?.(`http://127.0.0.1:${String(address.port)}`);
});
server.on('connection', (client) => {
  const send = (event: object): void => {
    client.send(JSON.stringify(event));
  };
  send({ type: 'session.created', event_id: 'event_created', session });
  client.on('message', (data: Buffer) => {
    if (!data.toString('utf8').includes('"session.update"')) return;
    send({ type: 'session.updated', event_id: 'event_updated', session });
    process.send?.('configured');
  });
  // A client reads a ping behind what came before it.
  client.on('pong', () => process.send?.('read'));
  process.on('message', (wanted) => {
    const frames = Array.from({ length: Number(wanted) }, () => JSON.stringify(nextEvent()));
    process.send?.('begun');
    void (async () => {
      for (const frame of frames) {
        client.send(frame);
        while (client.bufferedAmount > maxWaiting)
          await new Promise((resolve) => setImmediate(resolve));
      }
      client.ping('end');
    })();
  });
});
