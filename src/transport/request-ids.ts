import type { IncomingHttpHeaders } from 'node:http';
import { plainLine } from './plain-text.js';

/** Names a request of this program in the logs of the service. */
export const clientRequestIdHeader = 'x-ms-client-request-id';

/** The headers under which Azure's gateways name a request, the one that support asks for first. */
const idHeaders = ['apim-request-id', 'x-ms-request-id', 'x-request-id', clientRequestIdHeader];

/** What support asks for in an answer; other headers may hold anything. */
const shown =
  /^(?:date|server|via|content-type|retry-after|x-ms-.+|x-request-id|apim-request-id|x-envoy-.+|x-ratelimit-.+|azureml-.+)$/;

/** Headers of an answer that are logged. */
const maxHeaders = 40;

/** The id under which the service knows a request; undefined when the answer has none. */
export function requestIdOf(headers: IncomingHttpHeaders): string | undefined {
  const ids = idHeaders.map((name) => headers[name]).filter((id) => typeof id === 'string');
  const [first] = ids.map((id) => plainLine(id, 80)).filter((id) => id !== '');
  return first;
}

/** The headers of an answer for a log: values of those that support asks for, of the others the names. */
export function loggedHeaders(headers: IncomingHttpHeaders): readonly string[] {
  return Object.entries(headers)
    .slice(0, maxHeaders)
    .map(([name, value]) => {
      const text = shown.test(name) ? [value ?? ''].flat().join(', ') : '…';
      return `${plainLine(name, 80)}: ${plainLine(text, 200)}`;
    });
}

/** What an answer says about the quota of the resource, e.g. `requests: 28 of 30 left`. */
export function quotaWords(headers: IncomingHttpHeaders): string | undefined {
  const words = ['requests', 'tokens'].flatMap((kind) => {
    const left = headers[`x-ratelimit-remaining-${kind}`];
    const limit = headers[`x-ratelimit-limit-${kind}`];
    if (typeof left !== 'string') return [];
    const of = typeof limit === 'string' ? ` of ${plainLine(limit, 20)}` : '';
    return [`${kind}: ${plainLine(left, 20)}${of} left`];
  });
  return words.length === 0 ? undefined : words.join(', ');
}
