import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** Has a Node process say at its end how long it kept processors busy, in microseconds, and its memory, in kB. */
const reporting =
  "data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\n'+[u.userCPUTime+u.systemCPUTime,u.maxRSS].join())})";

/** What a Node process took. */
export interface Spent {
  /** From its start to its end. */
  readonly wallMs: number;
  /** Of all its threads. */
  readonly processorMs: number;
  readonly memoryMb: number;
}

/**
 * Runs a Node program to its end.
 * @param env its environment; that of this process when absent
 * @throws Error when it does not end with 0
 */
export async function spentBy(args: readonly string[], env = process.env): Promise<Spent> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--import', reporting, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${text}`);
  const wallMs = performance.now() - startedMs;
  const [microseconds, kilobytes] = (text.split('\n').at(-1) ?? '').split(',');
  return {
    wallMs,
    processorMs: Number(microseconds) / 1000,
    memoryMb: Number(kilobytes) / 1000,
  };
}
