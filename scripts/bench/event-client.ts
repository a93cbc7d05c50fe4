import { VoiceLiveClient } from '@azure/ai-voicelive';
import WebSocket from 'ws';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import { createTransport } from '../../src/transport/connection.js';
import { readFrame } from '../../src/session/controller/incoming.js';

/**
 * Reads the events of a service, from the bytes of the socket to a handler that does nothing. Arguments: `sdk` for the
 * official one, `bare` for `ws` and JSON.parse, `ours`; the service's URL.
 */
const [kind, url = ''] = process.argv.slice(2);
const session = { modalities: ['text'] } as const;
const update = JSON.stringify({ type: 'session.update', session });
/** Counted, so that no compiler finds the events unused. */
const count = { handled: 0 };
const handle = (): void => {
  count.handled += 1;
};

switch (kind) {
  case 'sdk': {
    const client = new VoiceLiveClient(url, { key: 'key-of-a-benchmark' });
    const official = client.createSession('gpt-realtime');
    official.subscribe({
      onServerEvent: () => {
        handle();
        return Promise.resolve();
      },
    });
    await official.connect();
    await official.updateSession({ modalities: ['text'] });
    break;
  }
  case 'bare': {
    const socket = new WebSocket(url);
    socket.on('open', () => {
      socket.send(update);
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
        endpoint: resolveEndpoint({
          endpoint: url,
          target: { kind: 'model', model: 'gpt-realtime' },
        }),
        credential: { kind: 'key', key: 'key-of-a-benchmark' },
      },
      (event) => {
        if (event.type === 'open') transport.send(update);
        if (event.type === 'frame' && readFrame(event.text, 'pcm16').input.type === 'server')
          handle();
      },
    );
    transport.connect(1);
    break;
  }
  default:
    throw new Error('which client?');
}
