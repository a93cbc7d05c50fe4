import { entraKinds, entraScope } from '../../transport/credentials/kinds.js';
import { everyConnection, option, type AuthMethod, type OptionValue } from './row.js';
import { oneOf, path, text } from './value-kinds.js';

/** As whom to connect, and which certificates to trust. */
export const credentialRows = [
  option({
    name: 'auth',
    flag: '--auth <method>',
    value: oneOf('key', 'entra', 'bearer'),
    group: 'connection',
    help: 'sign in with an API key, Entra ID, or a token from --token-file or --token-command',
    otherwise: 'key, or what the other options of sign-in belong to',
    commands: everyConnection,
    toTarget: (auth) => ({ auth }),
  }),
  option({
    name: 'apiKeyFile',
    flag: '--api-key-file <file>',
    value: path,
    group: 'connection',
    help: 'read the API key from this file',
    otherwise: 'AZURE_VOICELIVE_API_KEY',
    commands: everyConnection,
    excludes: [{ option: 'auth', isNot: 'key' }, { option: 'credential' }],
    toTarget: (apiKeyFile) => ({ apiKeyFile }),
  }),
  option({
    name: 'credential',
    flag: '--credential <kind>',
    value: oneOf(...entraKinds),
    group: 'connection',
    help: 'sign in to Entra ID this way; default tries environment, managed identity and developer tools in turn',
    otherwise: 'default',
    commands: everyConnection,
    excludes: [{ option: 'auth', isNot: 'entra' }],
    toTarget: (credential) => ({ credential }),
  }),
  option({
    name: 'tenant',
    flag: '--tenant <id>',
    value: text,
    group: 'connection',
    help: 'sign in to this Entra tenant, an id or a domain',
    otherwise: 'AZURE_TENANT_ID, or that of the account',
    commands: everyConnection,
    toTarget: (tenant) => ({ tenant }),
  }),
  option({
    name: 'clientId',
    flag: '--client-id <id>',
    value: text,
    group: 'connection',
    help: 'sign in as this application or user-assigned managed identity',
    otherwise: 'AZURE_CLIENT_ID',
    commands: everyConnection,
    toTarget: (clientId) => ({ clientId }),
  }),
  option({
    name: 'scope',
    flag: '--scope <scope>',
    value: text,
    default: entraScope,
    group: 'connection',
    help: 'ask Entra ID for a token of this scope',
    commands: everyConnection,
    toTarget: (scope) => ({ scope }),
  }),
  option({
    name: 'tokenFile',
    flag: '--token-file <file>',
    value: path,
    group: 'connection',
    help: 'send the bearer token in this file, read again for each connection',
    commands: everyConnection,
    excludes: [
      { option: 'auth', isNot: 'bearer' },
      { option: 'apiKeyFile' },
      { option: 'credential' },
      { option: 'tokenCommand' },
    ],
    toTarget: (tokenFile) => ({ tokenFile }),
  }),
  option({
    name: 'tokenCommand',
    flag: '--token-command <command>',
    value: text,
    group: 'connection',
    help: 'send the bearer token that this shell command prints, such as "az account get-access-token …"',
    commands: everyConnection,
    notInEnvFile: 'names a program to run',
    excludes: [
      { option: 'auth', isNot: 'bearer' },
      { option: 'apiKeyFile' },
      { option: 'credential' },
    ],
    toTarget: (tokenCommand) => ({ tokenCommand }),
  }),
  option({
    name: 'ca',
    flag: '--ca <file>',
    value: path,
    group: 'connection',
    help: 'trust the certificates in this PEM file as well, such as the root of a TLS-inspecting proxy',
    otherwise: 'NODE_EXTRA_CA_CERTS',
    commands: everyConnection,
    notInEnvFile: 'decides who can read the connection',
    toTarget: (ca) => ({ ca }),
  }),
] as const;

/** How to sign in: as `--auth` says, or else with what is given. */
export function authMethod(given: {
  readonly auth?: OptionValue;
  readonly credential?: OptionValue;
  readonly tokenFile?: OptionValue;
  readonly tokenCommand?: OptionValue;
}): AuthMethod {
  const { auth, credential, tokenFile, tokenCommand } = given;
  if (auth === 'key' || auth === 'entra' || auth === 'bearer') return auth;
  if (tokenFile !== undefined || tokenCommand !== undefined) return 'bearer';
  return credential === undefined ? 'key' : 'entra';
}
