import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { profileOf, type ModelProfile } from './model-class.js';
import { invalidRequest, type ServiceError } from './service-error.js';

/** What becomes of a connection request. */
export type Admission =
  /** Answered with an HTTP status and a JSON body; there is no WebSocket. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  /** The upgrade succeeds, but the first and only event is this error. */
  | { readonly kind: 'failed'; readonly error: ServiceError }
  | { readonly kind: 'admitted'; readonly profile: ModelProfile };

const path = '/voice-live/realtime';
const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
const agentModel = 'gpt-4.1';

function refused(status: number, message: string): Admission {
  return { kind: 'refused', status, message };
}

function failed(code: string, message: string, param: string | null = null): Admission {
  return { kind: 'failed', error: invalidRequest(code, message, param) };
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && loopbackNames.includes(new URL(url).hostname);
}

/** Where a client may put its key: header or query, as a key or as a bearer token. */
function offeredTokens(request: IncomingMessage, query: URLSearchParams): readonly string[] {
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

/** Model of a new session, or what is wrong with the query (service recording errors_observed.json). */
function modelAdmission(request: IncomingMessage, query: URLSearchParams): Admission {
  const agent = query.get('agent-name') ?? query.get('agent-id');
  if (agent !== null) {
    if (query.get('agent-project-name') === null) {
      return failed('agent_initialization_failed', 'Missing required agent project name');
    }
    if (request.headers['api-key'] !== undefined || query.has('api-key')) {
      const message = 'Key authentication is not supported in Agent mode';
      return failed('agent_initialization_failed', message);
    }
  }
  const model = agent === null ? query.get('model') : agentModel;
  if (model === null || model === '') {
    return failed('missing_required_parameter', "Missing required parameter: 'model'.", 'model');
  }
  const profile = profileOf(model);
  return profile === undefined
    ? failed('invalid_model', `Model ${model} is not supported in this region.`)
    : { kind: 'admitted', profile };
}

/**
 * Decides about an upgrade request as the service's gateway does: path, version and key by HTTP status, the model by an
 * event. Requests that a web page of another site could make are refused: the server is for this machine only.
 */
export function admission(request: IncomingMessage, token: string): Admission {
  const host = request.headers.host ?? '';
  if (!isLoopback(`http://${host}`))
    return refused(403, 'The emulator serves loopback names only.');
  const { origin } = request.headers;
  if (origin !== undefined && !isLoopback(origin)) {
    return refused(403, 'The emulator serves pages of this machine only.');
  }
  const target = `http://127.0.0.1${request.url ?? '/'}`;
  if (!URL.canParse(target)) return refused(400, 'Bad request');
  const url = new URL(target);
  if (url.pathname !== path) return refused(404, 'Resource not found');
  const query = url.searchParams;
  const badVersion = versionProblem(query.get('api-version'));
  if (badVersion !== undefined) return badVersion;
  if (!offeredTokens(request, query).some((offered) => isSame(offered, token))) {
    return refused(
      401,
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    );
  }
  return modelAdmission(request, query);
}
