import type { Weakening } from '../weakening.js';

export const network: readonly Weakening[] = [
  {
    name: 'plain HTTP to another machine',
    file: 'transport/endpoint.ts',
    text: `if (plain && !isLoopback(url.hostname)) {`,
    by: `if (plain && url.hostname === '') {`,
    tests: ['transport/endpoint.test.ts'],
  },
  {
    name: 'localhost.example.com counts as this machine',
    file: 'transport/endpoint.ts',
    text: String.raw`|\[::1\])\.?$/i`,
    by: String.raw`|\[::1\])/i`,
    tests: ['transport/endpoint.test.ts'],
  },
  {
    name: 'redirects are followed, with the key',
    file: 'transport/handshake.ts',
    text: `followRedirects: false`,
    by: `followRedirects: true`,
    tests: ['wire/transport-refusal.test.ts'],
  },
  {
    name: 'a name server decides where localhost is',
    file: 'transport/handshake.ts',
    text: `...(endpoint.loopback && { lookup: loopbackLookup }),`,
    by: '',
    tests: ['wire/transport.test.ts'],
  },
  {
    name: 'a message of any size is taken',
    file: 'transport/handshake.ts',
    text: `maxPayload: maxPayloadBytes,`,
    by: `maxPayload: 0,`,
    tests: ['wire/transport.test.ts'],
  },
];
