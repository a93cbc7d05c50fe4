import WebSocket from 'ws';

/** Sends one session's turns in text, and reads every event as JSON, as the least that any client has to do. */
async function exchange(url: string, token: string, turns: readonly string[]): Promise<void> {
  const socket = new WebSocket(url, { headers: { 'api-key': token } });
  const send = (event: object): void => {
    socket.send(JSON.stringify(event));
  };
  let turn = 0;
  await new Promise((resolve, reject) => {
    socket.once('close', resolve);
    socket.once('error', reject);
    socket.on('message', (data: Buffer) => {
      const event: unknown = JSON.parse(data.toString());
      const type = typeof event === 'object' && event && 'type' in event ? event.type : undefined;
      if (type === 'session.created')
        send({ type: 'session.update', session: { modalities: ['text'] } });
      if (type !== 'session.updated' && type !== 'response.done') return;
      const text = turns[turn];
      turn += 1;
      if (text === undefined) {
        socket.close();
        return;
      }
      const content = [{ type: 'input_text', text }];
      send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
      send({ type: 'response.create' });
    });
  });
}

const [url = '', token = '', sessions = '', concurrency = '', ...turns] = process.argv.slice(2);
let begun = 0;
const work = async (): Promise<void> => {
  while (begun < Number(sessions)) {
    begun += 1;
    await exchange(url, token, turns);
  }
};
await Promise.all(Array.from({ length: Number(concurrency) }, work));
