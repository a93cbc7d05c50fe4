import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { createAudioEngine } from '../../../src/audio/engine.js';
import { bytesToSamples } from '../../../src/audio/pure/pcm.js';
import { createController } from '../../../src/session/controller/controller.js';
import { openServerLink } from '../../../src/session/controller/server-link.js';
import { openSoundPath } from '../../../src/session/controller/sound-path.js';
import type { SessionView } from '../../../src/session/view.js';
import { monotonicMs } from '../../../src/shared/clock.js';
import { isJsonObject } from '../../../src/shared/json.js';
import { systemClock } from '../../../src/shared/clock.js';
import { createSecrets } from '../../../src/shared/secrets/registry.js';
import { createToolRunner } from '../../../src/tools/runner.js';
import { createTransport } from '../../../src/transport/connection.js';
import { resolveEndpoint } from '../../../src/transport/endpoint.js';
import type { Transport, TransportEvent } from '../../../src/transport/types.js';
import { handsFree } from '../../helpers/session.js';
import { misbehave, type Collections } from './garbage.js';
import { checkReplies, MicrophoneCheck, replyLength, type MicrophoneTally } from './numbers.js';

const rateHz = 24_000;
const frameSamples = rateHz / 50;
/** Everything that is under way has arrived by then. */
const patienceMs = 10_000;

export interface Load {
  readonly seconds: number;
  /** Events of the service. */
  readonly wordsPerSecond: number;
  /** Events of 20,000 objects. */
  readonly bigPerSecond: number;
  /** The main thread is held up 100 ms twice a second, and littered so that the collector must work. */
  readonly misbehaves: boolean;
  /** Shows the session; gives how to end that. */
  readonly show?: (view: SessionView) => { close(): Promise<void> };
}

export interface Outcome {
  /** From the completion of a microphone frame in the audio host to its event at the socket, milliseconds. */
  readonly delaysMs: readonly number[];
  /** Microphone frames that came to this process, from the first one that was sent. */
  readonly frames: number;
  /** Lost or out of order on the way into this process, and of these frames on the way to the service. */
  readonly engine: { readonly lost: number; readonly reordered: number };
  readonly wire: { readonly lost: number; readonly reordered: number };
  readonly replies: number;
  /** Replies that the speaker got whole, and places where one was torn. */
  readonly whole: number;
  readonly gaps: number;
  readonly bigEvents: number;
  readonly collections: Collections;
}

type Report = MicrophoneTally & {
  readonly port: number;
  readonly replies: number;
  readonly bigEvents: number;
};

/**
 * Talks for a while through the real audio host, the session's controller and a real socket, with a microphone, a speaker
 * and a service that number every sample.
 */
export async function soundUnderLoad(load: Load): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-load-'));
  const program = (name: string): string => join(folder, `${name}.mjs`);
  await build({
    entryPoints: {
      host: 'test/sound/synthetic-host.ts',
      service: 'test/sound/load/numbered-service.ts',
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  await writeFile(join(folder, 'package.json'), '{}');
  const service = fork(program('service'), [load.wordsPerSecond, load.bigPerSecond].map(String), {
    execArgv: [],
  });
  const engine = createAudioEngine(
    {
      inputRateHz: rateHz,
      outputRateHz: rateHz,
      microphone: folder,
      speaker: folder,
      lowLatency: false,
    },
    { clock: systemClock, hostProgram: () => ({ path: program('host'), execArgv: [] }) },
  );
  const delaysMs: number[] = [];
  const engineCheck = new MicrophoneCheck();
  let captureMs = 0;
  let handedSamples = 0;
  const port = (await answer(service)).port;
  const controller = createController({
    options: handsFree,
    server: openServerLink((listener) =>
      connection(port, listener, () => {
        delaysMs.push(monotonicMs() - captureMs);
      }),
    ),
    sound: openSoundPath(engine),
    tools: createToolRunner([], { env: {}, secrets: createSecrets() }),
  });
  const shown = load.show?.(controller);
  try {
    await engine.start((event) => {
      if (event.type === 'played')
        handedSamples += event.frame.spans.reduce((sum, span) => sum + span.samples, 0);
      if (event.type !== 'captured') {
        controller.onAudio(event);
        return;
      }
      captureMs = event.frame.atMs;
      const before = delaysMs.length;
      controller.onAudio(event);
      if (before > 0 || delaysMs.length > before) engineCheck.take(event.frame.samples);
    });
    controller.report({ type: 'start' });
    const trouble = load.misbehaves ? misbehave() : undefined;
    await wait(load.seconds * 1000);
    const collections = (await trouble?.stop()) ?? { major: 0, longestMs: 0 };
    const { replies } = await ask(service, 'stop');
    const expected = Array.from({ length: replies }, (_, n) => replyLength(n));
    const samples = expected.reduce((sum, length) => sum + length, 0);
    await until(() => Promise.resolve(handedSamples >= samples));
    await engine.close();
    const { lastNumber, samples: captured, lost, reordered } = engineCheck.tally;
    let report = await ask(service, 'report');
    await until(async () => {
      report = await ask(service, 'report');
      return report.lastNumber === lastNumber;
    });
    const sink = bytesToSamples(await readFile(join(folder, 'sink')));
    return {
      delaysMs,
      frames: captured / frameSamples,
      engine: { lost: lost / frameSamples, reordered },
      wire: { lost: (captured - report.samples) / frameSamples, reordered: report.reordered },
      replies,
      ...checkReplies(sink, replies),
      bigEvents: report.bigEvents,
      collections,
    };
  } finally {
    await shown?.close();
    await controller.close();
    service.disconnect();
    await once(service, 'exit');
    await rm(folder, { recursive: true });
  }
}

/** The real transport; `onAppend` is called once a piece of the microphone was given to the socket. */
function connection(
  port: number,
  listener: (event: TransportEvent) => void,
  onAppend: () => void,
): Transport {
  const endpoint = resolveEndpoint({
    endpoint: `http://127.0.0.1:${port}`,
    target: { kind: 'model', model: 'gpt-realtime' },
  });
  const credential = { kind: 'key', key: 'test-key-0123' } as const;
  const transport = createTransport({ endpoint, credential }, listener);
  return {
    ...transport,
    send: (text) => {
      const isTaken = transport.send(text);
      if (isTaken && text.startsWith('{"type":"input_audio_buffer.append"')) onAppend();
      return isTaken;
    },
  };
}

function isReport(message: unknown): message is Report {
  const names = ['samples', 'lost', 'reordered', 'lastNumber', 'port', 'replies', 'bigEvents'];
  return isJsonObject(message) && names.every((name) => typeof message[name] === 'number');
}

async function answer(service: ChildProcess): Promise<Report> {
  const told: readonly unknown[] = await once(service, 'message');
  if (!isReport(told[0])) throw new Error('the service tells something else');
  return told[0];
}

async function ask(service: ChildProcess, question: 'stop' | 'report'): Promise<Report> {
  service.send(question);
  return answer(service);
}

/** Looks again and again, and no longer than all can be under way: what is missing then is counted as lost. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const endMs = monotonicMs() + patienceMs;
  while (!(await isSo()) && monotonicMs() < endMs) await wait(20);
}
