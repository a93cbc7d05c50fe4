import { setTimeout as wait } from 'node:timers/promises';
import { monotonicMs } from '../../../shared/clock.js';
import type { AudioDevice } from '../../kernel/audio-device.js';
import { samplesToBytes } from '../../pure/pcm.js';
import { pickDevice } from '../pick-device.js';
import type { Direction } from '../pick-device.js';
import type { InputStream, OutputStream, AudioBackend, StreamRequest } from '../audio-backend.js';
import { aheadFrames, OutputPace, parsePacatReport } from './output-pace.js';
import { SampleReader } from './sample-reader.js';
import { startProgram } from './audio-program.js';
import { findToolSet } from './tool-set.js';
import type { ToolSet } from './tool-set.js';

/** A player that stopped reporting for this long has lost its device: the next write waits forever. */
const silenceMs = 400;

/** Audio devices through system programs, without a compiled library. */
export class ExecBackend implements AudioBackend {
  devices(): readonly AudioDevice[] {
    return findToolSet().devices();
  }

  async openInput(request: StreamRequest): Promise<InputStream> {
    const tools = findToolSet();
    const deviceName = resolveDevice(tools, request.device, 'input');
    const command = tools.record({ ...request, device: deviceName });
    const { child, ended } = await startProgram({
      command,
      direction: 'input',
      deviceName,
      onLine: () => undefined,
    });
    const { stdout } = child;
    if (stdout === null) throw new Error('no pipe from the recorder');
    const reader = new SampleReader(stdout);
    return {
      deviceName,
      start: () => undefined,
      read: async () => (await reader.read()) ?? fail(await ended),
      quit: async () => {
        child.kill();
        await ended;
      },
    };
  }

  async openOutput(request: StreamRequest): Promise<OutputStream> {
    const tools = findToolSet();
    const deviceName = resolveDevice(tools, request.device, 'output');
    const { periodMs } = request;
    let pace: OutputPace | undefined;
    let reportedMs: number | undefined;
    let underruns = 0;
    const onLine = (line: string): void => {
      if (isUnderrun(line)) underruns += 1;
      const playedMs = parsePacatReport(line);
      if (playedMs === undefined) return;
      reportedMs = monotonicMs();
      pace?.reported(playedMs);
    };
    const command = tools.play({ ...request, device: deviceName });
    const { child, ended } = await startProgram({
      command,
      direction: 'output',
      deviceName,
      onLine,
      openLine: tools.openLine,
    });
    const { stdin } = child;
    if (stdin === null) throw new Error('no pipe to the player');
    const failures: string[] = [];
    const checkAlive = (): void => {
      for (const how of failures) fail(how);
    };
    // A broken pipe means that the player has ended, which `ended` reports.
    stdin.on('error', () => undefined);
    void ended.then((how) => {
      failures.push(how);
    });
    return {
      deviceName,
      depthMs: () => pace?.leadMs ?? (aheadFrames + tools.playerPeriods) * periodMs,
      leastDepthMs: () => aheadFrames * periodMs,
      get knowsDepth() {
        return pace?.leadMs !== undefined;
      },
      underruns: () => underruns,
      start: () => undefined,
      write: async (samples) => {
        checkAlive();
        pace ??= new OutputPace(periodMs, monotonicMs());
        stdin.write(samplesToBytes(samples));
        await wait(pace.next(monotonicMs()));
        while (reportedMs !== undefined && monotonicMs() - reportedMs > silenceMs) {
          checkAlive();
          await wait(periodMs);
        }
      },
      quit: async () => {
        stdin.end();
        await ended;
      },
    };
  }
}

/** Of `pacat --verbose` ("Stream underrun.") and `aplay` ("underrun!!! (at least 12.345 ms long)"); sox says nothing. */
export function isUnderrun(line: string): boolean {
  return /\bunderrun\b/.test(line);
}

function fail(how: string): never {
  throw new Error(how);
}

function resolveDevice(tools: ToolSet, wanted: string, direction: Direction): string {
  return wanted === 'default' ? wanted : pickDevice(tools.devices(), wanted, direction).name;
}
