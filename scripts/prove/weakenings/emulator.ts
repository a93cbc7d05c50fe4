import type { Weakening } from '../weakening.js';

const handshake = 'gateway/handshake.ts';
const handshakeTests = ['gateway/handshake.test.ts', 'wire/emulator-handshake.test.ts'];

export const emulator: readonly Weakening[] = [
  {
    name: 'the Host of a request is not checked',
    file: handshake,
    text: `if (!isLoopbackHost(host)) return`,
    by: `if (host === '*') return`,
    tests: handshakeTests,
  },
  {
    name: 'the Origin of a request is not checked',
    file: handshake,
    text: `if (origin !== undefined && !isLoopbackOrigin(origin)) {`,
    by: `if (origin === '*') {`,
    tests: handshakeTests,
  },
  {
    name: 'the Origin null is accepted',
    file: handshake,
    text: `if (origin !== undefined && !`,
    by: `if (origin !== undefined && origin !== 'null' && !`,
    tests: handshakeTests,
  },
  {
    name: 'the Host only has to end like a loopback name',
    file: handshake,
    text: String.raw`const loopbackName = /^(`,
    by: String.raw`const loopbackName = /(`,
    tests: handshakeTests,
  },
  {
    name: 'any token is accepted',
    file: handshake,
    text: `.some((offered) => isSame(offered, rules.token))`,
    by: `.some((offered) => offered !== '')`,
    tests: handshakeTests,
  },
  {
    name: 'no token is needed',
    file: handshake,
    text: `if (!offeredTokens(request, query).some(`,
    by: `if (offeredTokens(request, query).length > 0 && !offeredTokens(request, query).some(`,
    tests: handshakeTests,
  },
  {
    name: 'every run has the same token',
    file: 'emulator/service.ts',
    text: `randomBytes(24).toString('base64url')`,
    by: `'emulator'`,
    tests: ['wire/emulator-handshake.test.ts'],
  },
  {
    name: 'other machines can connect',
    file: 'emulator/server.ts',
    text: `server.listen(port, '127.0.0.1', () => {`,
    by: `server.listen(port, () => {`,
    tests: ['wire/emulator-loopback.test.ts'],
  },
  {
    name: 'any number of clients is served',
    file: 'emulator/server.ts',
    text: `clients.clients.size >= maxClients`,
    by: `clients.clients.size >= Infinity`,
    tests: ['wire/emulator-handshake.test.ts'],
  },
  {
    name: 'a message of any size is taken',
    file: 'emulator/server.ts',
    text: `maxPayload: maxPayloadBytes,`,
    by: `maxPayload: 0,`,
    tests: ['wire/emulator-handshake.test.ts'],
  },
  {
    name: 'MCP servers of other machines are called',
    file: 'mcp/http-server.ts',
    text: `&& loopbackNames.includes(hostname)`,
    by: `&& hostname !== ''`,
    tests: ['unit/emulator/mcp/http-server.test.ts'],
  },
  {
    name: 'MCP servers can redirect to other machines',
    file: 'mcp/http-server.ts',
    text: `redirect: 'error'`,
    by: `redirect: 'follow'`,
    tests: ['unit/emulator/mcp/http-server.test.ts'],
  },
];
