import { openProcessLink, type ProcessLink } from '../../emulator/gateway/process-link.js';
import type { EmulatorService } from '../../emulator/service.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { explainCloseCode } from '../../transport/close-codes.js';
import { describeTarget, withModel, type ResolvedEndpoint } from '../../transport/endpoint.js';
import { explainStatus } from '../../transport/refusal.js';
import type { Transport, TransportEvent } from '../../transport/types.js';

interface Options {
  readonly service: EmulatorService;
  readonly endpoint: ResolvedEndpoint;
}

/** A connection to an emulator in this process, with the same admission, events and ends as over a WebSocket. */
export function createProcessTransport(
  { service, endpoint }: Options,
  listener: (event: TransportEvent) => void,
): Transport {
  let link: ProcessLink | undefined;
  let isClosed = false;
  /** The attempt whose events count. */
  let current: number | undefined;

  const begin = (attempt: number, target: ResolvedEndpoint): void => {
    if (attempt !== current) return;
    const decision = service.admit({
      url: `${target.url.pathname}${target.url.search}`,
      headers: { host: '127.0.0.1', 'api-key': service.token },
    });
    if (decision.kind === 'refused') {
      const { status, message } = decision;
      const body = JSON.stringify({ error: { code: String(status), message } });
      const refusal = explainStatus(
        { status, body },
        {
          host: target.host,
          path: target.url.pathname,
          apiVersion: target.apiVersion,
          mode: target.mode,
          credentialKind: 'emulator-token',
          scrub: (text) => text,
        },
      );
      listener({ type: 'refused', attempt, ...refusal });
      return;
    }
    link = openProcessLink((wire) => service.serve(wire, decision), {
      text: (text) => {
        if (attempt === current && !isClosed) listener({ type: 'frame', attempt, text });
      },
      closed: (code, words) => {
        if (attempt !== current) return;
        current = undefined;
        link = undefined;
        listener({ type: 'closed', attempt, ...endOf(code, words, isClosed) });
      },
    });
    listener({ type: 'open', attempt });
  };

  return {
    target: describeTarget(endpoint.url),
    connect(attempt, model) {
      current = attempt;
      link?.close();
      link = undefined;
      queueMicrotask(() => {
        if (!isClosed) begin(attempt, model === undefined ? endpoint : withModel(endpoint, model));
        else listener({ type: 'refused', attempt, error: closedError(), retryable: false });
      });
    },
    send(text) {
      if (link === undefined || isClosed) return false;
      link.send(text);
      return true;
    },
    bufferedBytes: () => link?.bufferedBytes ?? 0,
    sever(reason) {
      const attempt = current;
      if (link === undefined || attempt === undefined) return;
      current = undefined;
      link.close();
      link = undefined;
      listener({ type: 'closed', attempt, ...endOf(1006, reason, isClosed) });
    },
    close() {
      isClosed = true;
      link?.close();
      return Promise.resolve();
    },
  };
}

function endOf(
  code: number,
  words: string,
  byClient: boolean,
): { readonly code: number; readonly reason: string; readonly retryable: boolean } {
  if (byClient) return { code: 1000, reason: 'closed by the client', retryable: false };
  const { meaning, retryable } = explainCloseCode(code);
  return { code, reason: words === '' ? meaning : `${meaning}: ${words}`, retryable };
}

function closedError(): VoiceliveError {
  return new VoiceliveError('The connection is closed.', {
    code: 'transport-closed',
    exitCode: exitCodes.session,
  });
}
