import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../../shared/json.js';
import {
  profileOf,
  profileOfClass,
  type ModelClass,
  type ModelProfile,
} from '../kernel/model-class.js';
import { invalidRequest, type ServiceError } from '../kernel/service-error.js';

/** What becomes of a connection request. */
export type Admission =
  /** Answered with an HTTP status and a JSON body; there is no WebSocket. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  /** The upgrade succeeds, but the first and only event is this error. */
  | { readonly kind: 'failed'; readonly error: ServiceError }
  | { readonly kind: 'admitted'; readonly target: SessionTarget };

/** What a client wants to talk to. */
export interface SessionTarget {
  readonly profile: ModelProfile;
  /** Agent mode: what the session says of the agent. */
  readonly agent: JsonObject | undefined;
  /** `features=client_ec_reference:true` in the query. */
  readonly clientEcho: boolean;
}

/** The parts of a connection request that matter; of an `IncomingMessage`, or made within this process. */
export interface UpgradeRequest {
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What the gateway knows of its service. */
export interface GatewayRules {
  readonly token: string;
  readonly unavailableModels: readonly string[];
  readonly unreachableProfiles: readonly string[];
}

const path = '/voice-live/realtime';
/** Names below `localhost` are this machine, too (RFC 6761 section 6.3). */
const loopbackName = /^(localhost|[a-z0-9.-]+\.localhost|127\.0\.0\.1|\[::1\])$/i;
const agentModel = 'gpt-4.1';

function refused(status: number, message: string): Admission {
  return { kind: 'refused', status, message };
}

function failed(code: string, message: string, param: string | null = null): Admission {
  return { kind: 'failed', error: invalidRequest(code, message, param) };
}

/** A host and nothing else: no user, no path. */
function isLoopbackHost(host: string): boolean {
  const name = /^(.+?)(?::\d{1,5})?$/.exec(host)?.[1];
  return name !== undefined && loopbackName.test(name);
}

/** An origin as browsers send it: scheme, host, port. */
function isLoopbackOrigin(origin: string): boolean {
  return /^https?:\/\//.test(origin) && isLoopbackHost(origin.replace(/^https?:\/\//, ''));
}

/** Where a client may put its key: header or query, as a key or as a bearer token. */
function offeredTokens(request: UpgradeRequest, query: URLSearchParams): readonly string[] {
  const bearer = [request.headers.authorization, query.get('Authorization')].map((value) =>
    value?.replace(/^Bearer\s+/i, ''),
  );
  const key = request.headers['api-key'];
  return [typeof key === 'string' ? key : undefined, query.get('api-key'), ...bearer].filter(
    (token) => typeof token === 'string',
  );
}

function isSame(offered: string, token: string): boolean {
  const [left, right] = [Buffer.from(offered), Buffer.from(token)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function versionProblem(version: string | null): Admission | undefined {
  if (version === null || version === '') {
    return refused(400, "The query parameter 'api-version' is missing.");
  }
  const known = version === 'v1' || /^20\d\d-\d\d-\d\d(-preview)?$/.test(version);
  return known && version >= '2025-05-01' ? undefined : refused(404, 'Resource not found');
}

/** Bring your own model: profile and the class of model behind it (Voice Live how-to, bring your own models). */
const ownModelProfiles: Readonly<Record<string, ModelClass>> = {
  'byom-azure-openai-realtime': 'realtime',
  'byom-azure-openai-chat-completion': 'cascade',
  'byom-foundry-anthropic-messages': 'cascade',
};

/** From this version on classic agents are refused. */
const lastClassicVersion = '2026-04-10';

function agentProblem(request: UpgradeRequest, query: URLSearchParams): Admission | undefined {
  const code = 'agent_initialization_failed';
  if (query.get('agent-project-name') === null) {
    return failed(code, 'Missing required agent project name');
  }
  if (query.has('agent-id') && (query.get('api-version') ?? '') >= lastClassicVersion) {
    return failed(
      code,
      'Classic foundry agent is not supported in API version 2026-04-10 and above',
    );
  }
  if (query.has('agent-id') && !query.has('agent-access-token')) {
    return failed(code, 'Authentication error to AI Agent service: Unauthorized');
  }
  if (request.headers['api-key'] !== undefined || query.has('api-key')) {
    return failed(code, 'Key authentication is not supported in Agent mode');
  }
  return undefined;
}

function ownModel(profile: string, model: string, rules: GatewayRules): ModelProfile | Admission {
  const modelClass = Object.hasOwn(ownModelProfiles, profile)
    ? ownModelProfiles[profile]
    : undefined;
  if (modelClass === undefined) {
    return failed('invalid_profile', `Profile ${profile} is not supported.`);
  }
  if (rules.unreachableProfiles.includes(profile)) {
    return failed(
      'byom_realtime_connection_error',
      'Connection error to BYOM Realtime service: status 400, message: Invalid response status',
    );
  }
  return profileOfClass(modelClass, model);
}

function modelOf(query: URLSearchParams, rules: GatewayRules): ModelProfile | Admission {
  const model = query.get('model');
  if (model === null || model === '') {
    return failed('missing_required_parameter', "Missing required parameter: 'model'.", 'model');
  }
  const profile = query.get('profile');
  if (profile !== null) return ownModel(profile, model, rules);
  const known = rules.unavailableModels.includes(model) ? undefined : profileOf(model);
  return known ?? failed('invalid_model', `Model ${model} is not supported in this region.`);
}

/** Model or agent of a new session, or what is wrong with the query (service recording errors_observed.json). */
function targetAdmission(
  request: UpgradeRequest,
  query: URLSearchParams,
  rules: GatewayRules,
): Admission {
  const clientEcho = (query.get('features') ?? '').split(',').includes('client_ec_reference:true');
  const name = query.get('agent-name') ?? query.get('agent-id');
  if (name !== null) {
    const agent = {
      type: 'agent',
      name,
      description: null,
      agent_id: name,
      thread_id: query.get('conversation-id') ?? `thread_${name}`,
    };
    const profile = profileOfClass('cascade', agentModel);
    return (
      agentProblem(request, query) ?? { kind: 'admitted', target: { profile, agent, clientEcho } }
    );
  }
  const profile = modelOf(query, rules);
  if ('kind' in profile) return profile;
  return { kind: 'admitted', target: { profile, agent: undefined, clientEcho } };
}

/**
 * Decides about an upgrade request as the service's gateway does: path, version and key by HTTP status, the model by an
 * event. Requests that a web page of another site could make are refused: the server is for this machine only.
 */
export function admission(request: UpgradeRequest, rules: GatewayRules): Admission {
  const host = request.headers.host ?? '';
  if (!isLoopbackHost(host)) return refused(403, 'The emulator accepts loopback names only.');
  const { origin } = request.headers;
  if (origin !== undefined && !isLoopbackOrigin(origin)) {
    return refused(403, 'The emulator accepts pages of this machine only.');
  }
  const target = `http://127.0.0.1${request.url ?? '/'}`;
  if (!URL.canParse(target)) return refused(400, 'Bad request');
  const url = new URL(target);
  if (url.pathname !== path) return refused(404, 'Resource not found');
  const query = url.searchParams;
  const badVersion = versionProblem(query.get('api-version'));
  if (badVersion !== undefined) return badVersion;
  if (!offeredTokens(request, query).some((offered) => isSame(offered, rules.token))) {
    return refused(
      401,
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    );
  }
  return targetAdmission(request, query, rules);
}
