import type { LookupFunction } from 'node:net';

/**
 * Resolves a name of this machine without asking anyone: `localhost` and names below it are loopback (RFC 6761 section
 * 6.3), whatever a name server answers.
 */
export const loopbackLookup: LookupFunction = (_hostname, options, callback) => {
  const first = { address: '127.0.0.1', family: 4 };
  if (options.all === true) callback(null, [first, { address: '::1', family: 6 }]);
  else callback(null, first.address, first.family);
};
