import { once } from 'node:events';
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { bodyPieces } from '../../../src/shared/body-pieces.js';

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
}

it('ends with its signal when the rest of a body does not come, also after garbage was collected', async () => {
  const server = createServer((_request, response) => {
    response.write('half');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const abort = new AbortController();
  try {
    const url = `http://127.0.0.1:${String(port)}/`;
    const response = await fetch(url, { redirect: 'error', signal: abort.signal });
    const pieces: string[] = [];
    const read = (async () => {
      for await (const piece of bodyPieces(response, abort.signal))
        pieces.push(Buffer.from(piece).toString());
    })();
    await expect.poll(() => pieces).toEqual(['half']);
    collectGarbage();
    abort.abort(new Error('too late'));
    await expect(read).rejects.toThrow('too late');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
