import { VoiceliveError, exitCodes } from '../shared/errors.js';
import { plainLine } from './plain-text.js';
import { checkParameter, publicParameters } from './query-rules.js';

/** Newest generally available version (Voice Live API reference 2026-07-15). */
export const defaultApiVersion = '2026-07-15';
const servicePath = '/voice-live/realtime';

/** What to talk to at the endpoint: a model, or an agent of the Foundry Agent Service. */
export type ConnectionTarget =
  | { readonly kind: 'model'; readonly model: string }
  | {
      readonly kind: 'agent';
      readonly agentName: string;
      readonly projectName: string;
      readonly agentVersion?: string;
      readonly conversationId?: string;
      readonly authenticationIdentityClientId?: string;
      readonly foundryResourceOverride?: string;
    };

export interface EndpointInput {
  /** Bare host, http(s) URL or ws(s) URL, with or without path and query. */
  readonly endpoint: string;
  readonly target: ConnectionTarget;
  readonly apiVersion?: string;
  /** Further query parameters, as given by `--query name=value`. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Further headers of the handshake. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ResolvedEndpoint {
  /** ws or wss, complete with path and query; carries no secret. */
  readonly url: URL;
  /** Host and, if it is not the scheme's own, port. */
  readonly host: string;
  readonly loopback: boolean;
  readonly mode: 'model' | 'agent';
  /** The model's or the agent's name in the URL. */
  readonly name: string;
  readonly apiVersion: string;
  /** Further headers of the handshake; their values may be secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** To trust besides those that Node trusts, PEM. */
  readonly certificates?: string;
}

function usage(sentence: string, hint: string, code = 'endpoint-invalid'): VoiceliveError {
  return new VoiceliveError(sentence, { code, hint, exitCode: exitCodes.usage });
}

/** The part of a mistyped endpoint that can be shown: no user info, no query, no fragment. */
function shown(endpoint: string): string {
  const bare = endpoint.replace(/[?#][^]*$/, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1');
  return plainLine(bare, 80);
}

/** Whether a URL's host name always means this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])\.?$/i.test(hostname);
}

function parse(endpoint: string): URL {
  const text = endpoint.trim();
  const example = 'Use a form like https://<resource>.services.ai.azure.com.';
  if (text === '') throw usage('The endpoint is empty.', example);
  if (/^[a-z0-9+/=]{32,}$/i.test(text)) {
    throw usage(
      'The endpoint looks like a key, not an address.',
      `${example} The key belongs in AZURE_VOICELIVE_API_KEY.`,
      'endpoint-secret',
    );
  }
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const candidate = hasScheme ? text : `https://${text}`;
  if (/[\s\x00-\x1f\x7f-\x9f]/.test(text) || !URL.canParse(candidate)) {
    throw usage(`The endpoint "${shown(text)}" is not a URL or host name.`, example);
  }
  const url = new URL(candidate);
  if (!hasScheme && isLoopback(url.hostname)) return new URL(`http://${text}`);
  return url;
}

function checkUrl(url: URL): void {
  if (!['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol)) {
    throw usage(
      `The endpoint has the scheme "${url.protocol.slice(0, -1)}".`,
      'Use https or wss; http and ws work for this machine only.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw usage(
      'The endpoint contains a user name or password.',
      'Remove everything before the "@"; the key belongs in AZURE_VOICELIVE_API_KEY.',
      'endpoint-secret',
    );
  }
  if (url.hash !== '') throw usage('The endpoint has a "#" part.', 'Remove it.');
  const plain = url.protocol === 'http:' || url.protocol === 'ws:';
  if (plain && !isLoopback(url.hostname)) {
    throw usage(
      `The endpoint ${url.host} would be reached without encryption.`,
      'Use https or wss; plain http and ws work for localhost and 127.0.0.1 only.',
      'endpoint-plain',
    );
  }
  for (const [name, value] of url.searchParams) checkParameter(name, value);
}

/**
 * Path of the WebSocket. A ws(s) URL's own path is taken as it is. Otherwise the service's path is appended, except to a
 * Foundry project's endpoint (`/api/projects/<name>`), whose path has no meaning here.
 */
function socketPath(url: URL): string {
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '' || /^\/api\/projects(\/|$)/.test(path)) return servicePath;
  const isSocketUrl = url.protocol === 'ws:' || url.protocol === 'wss:';
  return isSocketUrl || path.endsWith(servicePath) ? path : `${path}${servicePath}`;
}

function targetParameters(
  target: ConnectionTarget,
): readonly (readonly [string, string | undefined])[] {
  switch (target.kind) {
    case 'model':
      return [['model', target.model]];
    case 'agent':
      return [
        ['agent-name', target.agentName],
        ['agent-project-name', target.projectName],
        ['agent-version', target.agentVersion],
        ['conversation-id', target.conversationId],
        ['agent-authentication-identity-client-id', target.authenticationIdentityClientId],
        ['foundry-resource-override', target.foundryResourceOverride],
      ];
  }
}

function isAgentParameter(name: string): boolean {
  return name === 'agent-name' || name === 'agent-id';
}

/**
 * The WebSocket URL for an endpoint as users write it (Voice Live API reference 2026-07-15, "Connection"). A query that
 * the URL already has is kept and wins over `target` and `apiVersion`; `query` may add to it but not contradict it.
 *
 * @throws VoiceliveError (exit code 2): not a URL, plain text to another machine, a secret in the URL, no model, half an
 *   agent, a parameter given twice. It contains no secret.
 */
export function resolveEndpoint(input: EndpointInput): ResolvedEndpoint {
  const url = parse(input.endpoint);
  checkUrl(url);
  const added = new URLSearchParams();
  const valueOf = (name: string): string | null => url.searchParams.get(name) ?? added.get(name);

  for (const [name, value] of input.query ?? []) {
    checkParameter(name, value);
    const present = valueOf(name);
    if (present !== null && present !== value) {
      throw usage(
        `The query parameter "${plainLine(name, 60)}" is given twice with different values.`,
        'Give it once, in the endpoint or with --query.',
        'endpoint-parameter',
      );
    }
    if (present === null) added.append(name, value);
  }
  const namesAgent = [...url.searchParams.keys(), ...added.keys()].some(isAgentParameter);
  for (const [name, value] of targetParameters(input.target)) {
    const isOverruled = namesAgent && name === 'model';
    if (value !== undefined && value !== '' && !isOverruled && valueOf(name) === null) {
      added.append(name, value);
    }
  }
  if (valueOf('api-version') === null) {
    added.set('api-version', input.apiVersion ?? defaultApiVersion);
  }

  const agent = valueOf('agent-name') ?? valueOf('agent-id');
  if (input.target.kind === 'agent' && agent === null) {
    throw usage(
      'Agent mode needs the name of an agent.',
      'Add --agent-name NAME.',
      'endpoint-target',
    );
  }
  if (agent !== null && valueOf('agent-project-name') === null) {
    throw usage(
      'Agent mode needs the name of the project.',
      'Add --project-name NAME.',
      'endpoint-target',
    );
  }
  const name = agent ?? valueOf('model');
  if (name === null || name === '') {
    throw usage(
      'No model is given.',
      'Add --model NAME, for example gpt-realtime.',
      'endpoint-target',
    );
  }

  const loopback = isLoopback(url.hostname);
  const resolved = new URL(url);
  resolved.pathname = socketPath(url);
  resolved.protocol = url.protocol.replace('http', 'ws');
  resolved.search = [url.search.slice(1), added.toString()].filter((part) => part !== '').join('&');
  return {
    url: resolved,
    host: resolved.host,
    loopback,
    mode: agent === null ? 'model' : 'agent',
    name,
    apiVersion: valueOf('api-version') ?? defaultApiVersion,
    headers: input.headers ?? {},
  };
}

/** The same endpoint with another model. */
export function withModel(endpoint: ResolvedEndpoint, model: string): ResolvedEndpoint {
  const url = new URL(endpoint.url);
  url.searchParams.set('model', model);
  return { ...endpoint, url, name: model };
}

/** The URL for screen and log: parameters that are not the service's own show their name only. */
export function describeTarget(url: URL): string {
  const parameters = [...url.searchParams].map(([name, value]) =>
    publicParameters.has(name) ? `${name}=${plainLine(value, 80)}` : `${plainLine(name, 40)}=…`,
  );
  const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  return `${url.protocol}//${url.host}${url.pathname}${query}`;
}
