import { openProcessLink, type ProcessLink } from '../../emulator/gateway/process-link.js';
import { bodyText, type Refusal as HandshakeRefusal } from '../../emulator/gateway/refusal.js';
import type { ClientEnd, Wire } from '../../emulator/gateway/wire.js';
import type { EmulatorService } from '../../emulator/service.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { explainCloseCode } from '../../transport/close-codes.js';
import { describeTarget, withModel, type ResolvedEndpoint } from '../../transport/endpoint.js';
import { defaultDeadlines } from '../../transport/liveness.js';
import { explainHandshakeTimeout, explainNetworkFailure } from '../../transport/network-failure.js';
import { explainStatus, type Refusal } from '../../transport/refusal.js';
import type { Transport, TransportEvent } from '../../transport/types.js';

/** As of a connection over the network. */
const handshakeTimeoutMs = 10_000;
/** After which a silent connection counts as dead. */
const silentMs = defaultDeadlines.idlePingMs + defaultDeadlines.idlePongMs;

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
    const reception = service.receive({
      url: `${target.url.pathname}${target.url.search}`,
      headers: { host: '127.0.0.1', 'api-key': service.token },
    });
    const refused = (given: Refusal): void => {
      listener({ type: 'refused', attempt, ...given });
    };
    const timeOut = (): void => {
      later(attempt, handshakeTimeoutMs, () => {
        refused(explainHandshakeTimeout(target.host, handshakeTimeoutMs));
      });
    };
    switch (reception.kind) {
      case 'refused':
        refused(explainRefusal(reception.refusal, target));
        return;
      case 'dropped': {
        const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
        refused(explainNetworkFailure(reset, target.host, (text) => text));
        return;
      }
      case 'unanswered':
        timeOut();
        return;
      case 'accepted': {
        const { serve, delayMs } = reception;
        if (delayMs >= handshakeTimeoutMs) timeOut();
        else {
          later(attempt, delayMs, () => {
            open(attempt, serve);
          });
        }
      }
    }
  };
  /** Does it after a delay, unless the attempt was given up by then. */
  const later = (attempt: number, delayMs: number, act: () => void): void => {
    if (delayMs === 0) act();
    else {
      service.clock.after(delayMs, () => {
        if (attempt === current && !isClosed) act();
      });
    }
  };
  const open = (attempt: number, serve: (wire: Wire) => ClientEnd): void => {
    link = openProcessLink(serve, {
      text: (text) => {
        if (attempt === current && !isClosed) listener({ type: 'frame', attempt, text });
      },
      stalled: () => {
        later(attempt, silentMs, () => {
          sever(`no answer for ${String(silentMs / 1000)} s`);
        });
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

  const sever = (reason: string): void => {
    const attempt = current;
    if (link === undefined || attempt === undefined) return;
    current = undefined;
    link.close();
    link = undefined;
    listener({ type: 'closed', attempt, ...endOf(1006, reason, isClosed) });
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
    sever,
    close() {
      isClosed = true;
      link?.close();
      return Promise.resolve();
    },
  };
}

function explainRefusal(refusal: HandshakeRefusal, target: ResolvedEndpoint): Refusal {
  const { host, apiVersion, mode, url } = target;
  return explainStatus(
    { status: refusal.status, body: bodyText(refusal) },
    {
      ...{ host, path: url.pathname, apiVersion, mode, credentialKind: 'emulator-token' },
      scrub: (text) => text,
    },
  );
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
