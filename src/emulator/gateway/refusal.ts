import type { JsonObject } from '../../shared/json.js';

/** An HTTP answer to a connection request that is not upgraded. */
export interface Refusal {
  readonly status: number;
  /** Text, or an object for JSON. */
  readonly body: string | JsonObject;
  readonly retryAfterS?: number;
}

/** A refusal in the form of Azure's gateways. */
export function refusal(status: number, message: string): Refusal {
  return { status, body: { error: { code: String(status), message } } };
}

/** The body as it is sent. */
export function bodyText({ body }: Refusal): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
