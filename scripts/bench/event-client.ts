import { VoiceLiveClient } from '@azure/ai-voicelive';
import WebSocket from 'ws';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import { createTransport } from '../../src/transport/connection.js';
import { readFrame } from '../../src/session/controller/incoming.js';

/** Reads the events of a service at a URL, from the bytes of the socket to a handler, and does nothing with them. */
let handled = 0;
const handle = (): void => {
  handled += 1;
};
const update = { modalities: ['text'] } as const;
const [kind, url = ''] = process.argv.slice(2);
switch (kind) {
  case 'sdk': {
    const session = new VoiceLiveClient(url, { key: 'key-of-a-benchmark' }).createSession('gpt-realtime');
    session.subscribe({
      onServerEvent: () => {
        handle();
        return Promise.resolve();
      },
    });
    await session.connect();
    await session.updateSession({ modalities: ['text'] });
    break;
  }
  case 'bare': {
    const socket = new WebSocket(url, { allowSynchronousEvents: process.env['ASYNC'] === undefined });
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'session.update', session: update }));
    });
    socket.on('message', (data: Buffer) => {
      const event: unknown = JSON.parse(data.toString());
      if (typeof event === 'object' && event && 'type' in event) handle();
    });
    break;
  }
  case 'ours': {
    const transport = createTransport(
      {
        endpoint: resolveEndpoint({ endpoint: url, target: { kind: 'model', model: 'gpt-realtime' } }),
        credential: { kind: 'key', key: 'key-of-a-benchmark' },
      },
      (event) => {
        if (event.type === 'open')
          transport.send(JSON.stringify({ type: 'session.update', session: update }));
        if (event.type === 'frame' && readFrame(event.text, 'pcm16').input.type === 'server')
          handle();
      },
    );
    transport.connect(1);
    break;
  }
}
