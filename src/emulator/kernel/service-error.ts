import type { JsonObject } from '../../shared/json.js';

/** An error as the service reports it in an `error` event (service recording errors_observed.json). */
export interface ServiceError {
  readonly message: string;
  readonly type: 'invalid_request_error' | 'server_error';
  readonly code: string | null;
  readonly param: string | null;
}

export function invalidRequest(
  code: string | null,
  message: string,
  param: string | null = null,
): ServiceError {
  return { message, type: 'invalid_request_error', code, param };
}

/** Recorded with OpenAI, which the service proxies; for a shorter limit the text names that. */
export function sessionExpired(limitS: number): ServiceError {
  const long = limitS >= 60 ? `${Math.round(limitS / 60)} minutes` : `${limitS} seconds`;
  return invalidRequest('session_expired', `Your session hit the maximum duration of ${long}.`);
}

/** Body of an `error` event; `clientEventId` repeats the id of the client event that caused it, if it had one. */
export function errorEvent(error: ServiceError, clientEventId: string | undefined): JsonObject {
  return {
    type: 'error',
    error: {
      message: error.message,
      type: error.type,
      code: error.code,
      param: error.param,
      event_id: clientEventId ?? null,
    },
  };
}

/** Thrown by handlers of client events; becomes an `error` event, and the session continues. */
export class ServiceErrorThrown extends Error {
  readonly error: ServiceError;

  constructor(error: ServiceError) {
    super(error.message);
    this.name = 'ServiceErrorThrown';
    this.error = error;
  }
}

/** @throws ServiceErrorThrown always, with type invalid_request_error */
export function reject(code: string | null, message: string, param: string | null = null): never {
  throw new ServiceErrorThrown(invalidRequest(code, message, param));
}
