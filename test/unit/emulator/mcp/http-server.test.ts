import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { HttpMcpServer, isLoopbackUrl } from '../../../../src/emulator/mcp/http-server.js';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** An HTTP server that redirects to `location`, or answers with an empty page. */
async function serve(location?: string): Promise<{ url: string; requests: () => number }> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(location === undefined ? 200 : 307, { location: location ?? '' }).end();
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/mcp`, requests: () => requests };
}

it.each([
  ['http://localhost/mcp', true],
  ['https://127.0.0.1:8443/mcp', true],
  ['http://[::1]:8080/', true],
  ['http://example.com/mcp', false],
  ['http://localhost.example.com/', false],
  ['http://127.0.0.1.example.com/', false],
  ['http://localhost@example.com/', false],
  ['http://169.254.169.254/latest/meta-data', false],
  ['http://192.168.0.1/', false],
  ['file:///etc/passwd', false],
  ['not a URL', false],
])('%s is of this machine: %s', (url, expected) => {
  expect(isLoopbackUrl(url)).toBe(expected);
});

it('does not follow a redirect, which could lead to another machine', async () => {
  const target = await serve();
  const first = await serve(target.url);
  const signal = new AbortController().signal;
  const server = new HttpMcpServer({ url: first.url, headers: { authorization: 'x' }, signal });
  await expect(server.listTools()).rejects.toThrow();
  expect(first.requests()).toBe(1);
  expect(target.requests()).toBe(0);
});
