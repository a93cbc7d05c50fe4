import { describe, expect, test } from 'vitest';
import {
  explainHandshakeTimeout,
  explainNetworkFailure,
} from '../../../src/transport/network-failure.js';

function failure(code: string, message = 'detail'): Error {
  return Object.assign(new Error(message), { code });
}

describe('a failure below HTTP', () => {
  test.each([
    ['ECONNREFUSED', 'connect-refused', true],
    ['ENOTFOUND', 'connect-host-not-found', true],
    ['EAI_AGAIN', 'connect-host-not-found', true],
    ['ETIMEDOUT', 'connect-network', true],
    ['ECONNRESET', 'connect-network', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'connect-tls', false],
    ['CERT_HAS_EXPIRED', 'connect-tls', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'connect-tls', false],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'connect-tls', false],
    ['HPE_INVALID_CONSTANT', 'connect-not-websocket', false],
    ['ESOMETHING', 'connect-failed', true],
  ])('%s is explained in a sentence with a hint', (code, errorCode, retryable) => {
    const refusal = explainNetworkFailure(failure(code), 'r.example', (text) => text);
    expect(refusal.retryable).toBe(retryable);
    expect(refusal.error).toMatchObject({ code: errorCode, exitCode: 1 });
    expect(refusal.error.message).toMatch(
      new RegExp(`^(Cannot resolve host )?r\\.example.* \\(${code}\\)\\.$`),
    );
    expect(refusal.error.hint).toMatch(/\S/);
  });

  test('a name that cannot be resolved says whose name it is', () => {
    const messageFor = (role?: 'proxy'): string =>
      explainNetworkFailure(failure('ENOTFOUND'), 'h', (text) => text, role).error.message;
    expect(messageFor()).toBe('Cannot resolve host h (ENOTFOUND).');
    expect(messageFor('proxy')).toBe('Cannot resolve proxy h (ENOTFOUND).');
  });

  test('a self-signed certificate has the way to trust it', () => {
    const { error } = explainNetworkFailure(
      failure('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'h',
      (text) => text,
    );
    expect(error.message).toContain('self-signed');
    expect(error.hint).toContain('NODE_EXTRA_CA_CERTS');
  });

  test('anything thrown is explained, scrubbed', () => {
    const { error } = explainNetworkFailure('odd KEY', 'h', (text) => text.replace('KEY', '…'));
    expect(error.message).toBe('h could not be reached (odd …).');
  });
});

test('a handshake timeout tells host and seconds', () => {
  expect(explainHandshakeTimeout('r.example', 10_000).error.message).toBe(
    'r.example did not complete the connection within 10 s.',
  );
});
