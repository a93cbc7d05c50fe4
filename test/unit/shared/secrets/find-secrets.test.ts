import { expect, it } from 'vitest';
import { secretsIn, secretsInUrl } from '../../../../src/shared/secrets/find-secrets.js';

it('finds credentials, headers and what is secret in the URL of an MCP server', () => {
  const session = {
    instructions: 'Be brief.',
    tools: [
      {
        type: 'mcp',
        server_url: 'https://me:p%40ss-word@mcp.example/s/Zm9vYmFy0123456789/mcp?k=query-key-1&v=2',
        authorization: 'Bearer token-0123456789',
        headers: {
          'Content-Type': 'application/json; v=1',
          'X-Team': 'platform engineering',
          'X-Team-Key': 'words only',
          'X-Id': 'a1b2c3d4',
          'X-Login': `Basic ${Buffer.from('me:pass-in-basic').toString('base64')}`,
        },
      },
    ],
  };
  expect(secretsIn(session)).toEqual([
    'p@ss-word',
    'query-key-1',
    'Zm9vYmFy0123456789',
    'token-0123456789',
    'words only',
    'a1b2c3d4',
    Buffer.from('me:pass-in-basic').toString('base64'),
    'pass-in-basic',
  ]);
});

it('leaves public parameters and what is no URL', () => {
  expect(
    secretsInUrl('wss://host/?model=gpt-realtime&x=abc-01234', (name) => name === 'model'),
  ).toEqual(['abc-01234']);
  expect(secretsInUrl('not a URL')).toEqual([]);
});
