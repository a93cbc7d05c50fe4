import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  EmulatorWorkerOptions,
  EmulatorWorkerReport,
  EmulatorWorkerRequest,
} from '../../src/emulator/worker-messages.js';
import { builtFile } from '../../src/shared/paths.js';
import { field, openClient, sayInText } from '../helpers/emulator-client.js';

const workers: Worker[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

function start(workerData: EmulatorWorkerOptions) {
  const worker = new Worker(builtFile('emulator-worker.cjs'), { workerData });
  workers.push(worker);
  const first = new Promise<EmulatorWorkerReport>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const exited = new Promise<number>((resolve) => worker.once('exit', resolve));
  return { worker, first, exited };
}

describe('the emulator in a worker thread', () => {
  it('says where it listens, serves, and ends when told', async () => {
    const { worker, first, exited } = start({ latency: 'none', seed: 1 });
    const report = await first;
    if (report.type !== 'listening') throw new Error(JSON.stringify(report));
    const client = await openClient(report);
    client.send({ type: 'session.update', session: { modalities: ['text'] } });
    sayInText(client, 'hello');
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'text')).toMatch(/^Hello!/);
    const request: EmulatorWorkerRequest = { type: 'close' };
    worker.postMessage(request);
    expect(await client.closed()).toBe(1001);
    expect(await exited).toBe(0);
  });

  it('reports a scenario that is not there', async () => {
    const { first, exited } = start({ latency: 'none', scenarioPath: '/no/such.yaml' });
    expect(await first).toMatchObject({
      type: 'failed',
      code: 'file-unreadable',
      exitCode: 2,
    });
    expect(await exited).toBe(0);
  });
});
