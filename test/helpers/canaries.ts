import { environmentSecrets } from '../../src/config/files/secrets.js';
import { secretsInUrl } from '../../src/shared/secrets/find-secrets.js';
import { createSecrets, type Secrets } from '../../src/shared/secrets/registry.js';
import type { RequestSession } from '../../src/protocol/generated/types.js';

/** Every kind of secret that a session can have. Letters and digits of a canary stand nowhere else. */
export const canaries = {
  'API key': 'Q7kApiKey0x31+/=',
  'Entra token': 'Q7kEntraTok0x32.abc-DEF_',
  'refreshed Entra token': 'Q7kEntraNew0x33.abc-DEF_',
  'MCP authorization': 'Q7kMcpAuth0x34=="ü&',
  'MCP header': "Q7kMcpHeader0x35<'>",
  'query of an MCP URL': 'Q7kMcpQuery0x36/+ &',
  'password of an MCP URL': 'Q7kMcpPass0x37@:%',
  'path of an MCP URL': 'Q7kMcpPath0x38longer',
  'proxy password': 'Q7kProxyPw0x39#?',
  'value of --query': 'Q7kQueryVal0x3A',
  'value of --header': 'Q7kHeaderVal0x3C;=',
  'secret of the environment': 'Q7kEnvSecret0x3B\\`$',
} as const;

export type CanaryKind = keyof typeof canaries;

/** Spellings of a secret, each with the part of it that must not be found; base64 depends on its neighbours at its ends. */
export const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in capitals': (secret) => secret.toUpperCase(),
  'URL-encoded': (secret) => encodeURIComponent(secret),
  'URL-encoded, lower case': (secret) => encodeURIComponent(secret).toLowerCase(),
  'in JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  'in JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64 behind one byte': (secret) => Buffer.from(`:${secret}`).toString('base64'),
  'in base64 between others': (secret) => Buffer.from(`me${secret}--`).toString('base64'),
  'in base64url': (secret) => Buffer.from(secret).toString('base64url'),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'in hexadecimal capitals': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
};

/** The session file of somebody who has an MCP server with every kind of credential. */
export const sessionWithSecrets: RequestSession = {
  modalities: ['text'],
  tools: [
    {
      type: 'mcp',
      server_label: 'docs',
      server_url: `https://me:${encodeURIComponent(canaries['password of an MCP URL'])}@docs.example/${canaries['path of an MCP URL']}/mcp?k=${encodeURIComponent(canaries['query of an MCP URL'])}`,
      authorization: canaries['MCP authorization'],
      headers: { 'X-Id': canaries['MCP header'] },
    },
  ],
};

/** A registry that knows what the program learns before it connects: neither a token nor what the session file holds. */
export function canaryRegistry(): Secrets {
  const secrets = createSecrets();
  secrets.learn(
    environmentSecrets({
      AZURE_VOICELIVE_API_KEY: canaries['API key'],
      SOME_SERVICE_SECRET: canaries['secret of the environment'],
      HTTPS_PROXY: `http://me:${encodeURIComponent(canaries['proxy password'])}@proxy.example:3128`,
    }),
  );
  secrets.learn([canaries['value of --header']]);
  secrets.learn(secretsInUrl(`wss://host.example/?gateway=${canaries['value of --query']}`));
  return secrets;
}
