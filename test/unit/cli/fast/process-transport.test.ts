import { afterEach, describe, expect, it } from 'vitest';
import { createProcessTransport } from '../../../../src/cli/fast/process-transport.js';
import { loadScenario } from '../../../../src/emulator/scenario/scenario-file.js';
import { createService, type EmulatorService } from '../../../../src/emulator/service.js';
import { VirtualClock } from '../../../../src/shared/virtual-clock.js';
import { resolveEndpoint } from '../../../../src/transport/endpoint.js';
import type { Transport, TransportEvent } from '../../../../src/transport/types.js';

const services: EmulatorService[] = [];

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
});

interface Rig {
  readonly transport: Transport;
  readonly clock: VirtualClock;
  /** Short: `frame session.created`, `closed 1006`. */
  readonly events: string[];
  /** Lets everything happen that takes up to a second. */
  readonly settle: () => Promise<void>;
}

function rig(apiVersion = '2026-07-15'): Rig {
  const clock = new VirtualClock();
  const service = createService({ scenario: loadScenario(), latency: 'recorded', clock, seed: 1 });
  services.push(service);
  const endpoint = resolveEndpoint({
    endpoint: 'http://127.0.0.1',
    target: { kind: 'model', model: 'gpt-realtime' },
    apiVersion,
  });
  const events: string[] = [];
  const transport = createProcessTransport({ service, endpoint }, (event) => {
    events.push(`${String(event.attempt)} ${short(event)}`);
  });
  const settle = (): Promise<void> =>
    new Promise((resolve) => {
      clock.after(1000, resolve);
    });
  return { transport, clock, events, settle };
}

function short(event: TransportEvent): string {
  switch (event.type) {
    case 'frame':
      return /"type":"([^"]+)"/.exec(event.text)?.[1] ?? event.text;
    case 'closed':
      return `closed ${String(event.code)} ${event.reason} ${String(event.retryable)}`;
    case 'refused':
      return `refused ${event.error.code} ${String(event.retryable)}`;
    default:
      return event.type;
  }
}

describe('a connection to an emulator in the process', () => {
  it('opens, answers, and closes once', async () => {
    const { transport, events, settle } = rig();
    expect(transport.send('{}')).toBe(false);
    transport.connect(1);
    expect(events).toEqual([]);
    await settle();
    expect(transport.send('{"type":"nonsense"}')).toBe(true);
    await settle();
    await transport.close();
    await transport.close();
    await settle();
    expect(events).toEqual([
      '1 open',
      '1 session.created',
      '1 error',
      '1 closed 1000 closed by the client false',
    ]);
    transport.connect(2);
    await settle();
    expect(events.at(-1)).toBe('2 refused transport-closed false');
  });

  it('breaks as a network would, and connects again', async () => {
    const { transport, events, settle } = rig();
    transport.connect(1);
    await settle();
    transport.sever('the cable was cut');
    expect(transport.send('{}')).toBe(false);
    transport.connect(2);
    await settle();
    expect(events.slice(2)).toEqual([
      '1 closed 1006 the connection dropped without a close frame: the cable was cut true',
      '2 open',
      '2 session.created',
    ]);
  });

  it('sends nothing of an attempt that another one replaced', async () => {
    const { transport, events, settle } = rig();
    transport.connect(1);
    transport.connect(2);
    await settle();
    expect(events).toEqual(['2 open', '2 session.created']);
  });

  it('is refused as over a socket', async () => {
    const { transport, events, settle } = rig('2024-01-01');
    transport.connect(1);
    await settle();
    expect(events).toEqual(['1 refused connect-not-found false']);
  });
});
