import { credentialRows } from './credentials.js';
import { parseHeader } from './header-line.js';
import { everyConnection, everySession, option, runOnly, type OptionValue } from './row.js';
import {
  headerLines,
  listOf,
  oneOf,
  path,
  switchOn,
  text,
  textLike,
  wholeNumber,
} from './value-kinds.js';

/** Where to connect, as whom, and to what. */
export const connectionRows = [
  option({
    name: 'profile',
    flag: '--profile <name>',
    value: text,
    group: 'connection',
    help: 'use this profile of the configuration file',
    otherwise: 'none, or as the file says',
    commands: everyConnection,
    usedBy: 'options',
  }),
  option({
    name: 'endpoint',
    flag: '--endpoint <url>',
    env: 'AZURE_VOICELIVE_ENDPOINT',
    value: text,
    group: 'connection',
    help: 'connect to this host name, https URL or wss URL; http and ws for this machine only',
    otherwise: 'the built-in emulator',
    commands: everyConnection,
    toTarget: (endpoint) => ({ endpoint }),
  }),
  option({
    name: 'apiVersion',
    flag: '--api-version <version>',
    env: 'AZURE_VOICELIVE_API_VERSION',
    value: textLike(
      /^(?:\d{4}-\d{2}-\d{2}(?:-preview)?|v\d+)$/,
      'a date such as 2026-07-15 or 2026-06-01-preview, or v1',
    ),
    default: '2026-07-15',
    group: 'connection',
    help: 'choose the API version',
    commands: everyConnection,
    toTarget: (apiVersion) => ({ apiVersion }),
  }),
  option({
    name: 'emulator',
    flag: '--emulator',
    value: switchOn,
    default: false,
    group: 'connection',
    help: 'use the built-in emulator even if an endpoint is configured',
    commands: everyConnection,
    excludes: [{ option: 'endpoint' }],
    toTarget: (emulator) => ({ emulator }),
  }),
  option({
    name: 'scenario',
    flag: '--scenario <file>',
    value: path,
    group: 'connection',
    help: 'use this YAML scenario in the emulator',
    otherwise: 'the built-in scenario',
    commands: everyConnection,
    requires: 'emulator',
    toTarget: (scenario) => ({ scenario }),
  }),
  option({
    name: 'emulatorLatency',
    flag: '--emulator-latency <kind>',
    value: oneOf('recorded', 'none'),
    default: 'recorded',
    group: 'connection',
    help: 'response times of the emulator, as recorded from the service, or none',
    commands: everySession,
    requires: 'emulator',
    toTarget: (latency) => ({ latency }),
  }),
  option({
    name: 'fast',
    flag: '--fast',
    value: switchOn,
    default: false,
    group: 'connection',
    help: 'run in virtual time against the emulator: minutes of speech in seconds, with the same events',
    commands: runOnly,
    requires: 'emulator',
    usedBy: 'emulator',
  }),
  option({
    name: 'seed',
    flag: '--seed <number>',
    value: wholeNumber('a whole number, such as 1'),
    group: 'connection',
    help: 'with --fast: make ids, response times and the time of day repeatable',
    otherwise: 'random',
    commands: runOnly,
    needs: ['fast'],
    usedBy: 'emulator',
  }),
  ...credentialRows,
  option({
    name: 'model',
    flag: '--model <name>',
    env: 'AZURE_VOICELIVE_MODEL',
    value: text,
    default: 'gpt-realtime',
    group: 'connection',
    help: 'choose the model',
    commands: everyConnection,
    toSession: (model) => ({ model }),
  }),
  option({
    name: 'agentName',
    flag: '--agent-name <name>',
    value: text,
    group: 'connection',
    help: 'talk to a Foundry agent instead of a model; needs --project-name and --auth entra',
    commands: everyConnection,
    requires: 'entra',
    needs: ['projectName'],
    excludes: [
      { option: 'model', reason: 'The agent has its own model.' },
      { option: 'instructions', reason: 'The agent has its own instructions.' },
    ],
    toTarget: (agentName) => ({ agentName }),
  }),
  option({
    name: 'projectName',
    flag: '--project-name <name>',
    value: text,
    group: 'connection',
    help: 'name the Foundry project of the agent',
    commands: everyConnection,
    needs: ['agentName'],
    toTarget: (projectName) => ({ projectName }),
  }),
  option({
    name: 'agentVersion',
    flag: '--agent-version <version>',
    value: text,
    group: 'connection',
    help: 'choose the version of the agent',
    otherwise: 'the newest',
    commands: everyConnection,
    needs: ['agentName'],
    toTarget: (agentVersion) => ({ agentVersion }),
  }),
  option({
    name: 'conversationId',
    flag: '--conversation-id <id>',
    value: text,
    group: 'connection',
    help: 'continue this conversation of the agent',
    commands: everyConnection,
    needs: ['agentName'],
    toTarget: (conversationId) => ({ conversationId }),
  }),
  option({
    name: 'query',
    flag: '--query <name=value>',
    value: listOf(/^[^=\s]+=/, 'NAME=VALUE, such as profile=byom-azure-openai-realtime'),
    default: [],
    group: 'connection',
    help: 'add a query parameter to the connection, such as profile=byom-azure-openai-realtime; repeatable',
    commands: everyConnection,
    toTarget: (pairs) => ({ query: pairs.map(splitPair) }),
  }),
  option({
    name: 'header',
    flag: '--header <name:value>',
    value: headerLines,
    default: [],
    group: 'connection',
    help: 'add an HTTP header to the connection, such as "x-request-source: tests"; repeatable',
    commands: everyConnection,
    toTarget: (lines) => ({
      headers: Object.fromEntries(lines.map((line) => parseHeader(line, 'flag --header'))),
    }),
  }),
  option({
    name: 'maxRetries',
    flag: '--max-retries <count>',
    value: wholeNumber('a whole number, such as 5'),
    default: 5,
    group: 'connection',
    help: 'give up after this many failed attempts in a row to reconnect; 0 never reconnects',
    commands: everySession,
    toOptions: (maxRetries) => ({ maxRetries }),
  }),
] as const;

/** True when nothing says where to connect, or the emulator was asked for. */
export function isEmulated({
  emulator,
  endpoint,
}: {
  readonly emulator?: OptionValue;
  readonly endpoint?: OptionValue;
}): boolean {
  return emulator === true || endpoint === undefined;
}

function splitPair(pair: string): readonly [name: string, value: string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
