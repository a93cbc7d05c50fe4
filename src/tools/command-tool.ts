import { spawn } from 'node:child_process';
import { messageOf } from '../shared/errors.js';
import type { Secrets } from '../shared/secrets/registry.js';
import { signalGroup } from '../shared/process-group.js';
import { HeadBuffer, TailBuffer } from './bounded-output.js';
import { killMarked, markVariable, signalMarked } from './marked-processes.js';
import type { CommandAction } from './tool-spec.js';

const maxOutputBytes = 64 * 1024;
const maxErrorCharacters = 2 * 1024;
const graceMs = 1000;
/** How long to keep reading pipes that another process holds open after the tool has ended. */
const drainMs = 200;

export interface CommandResult {
  readonly ok: boolean;
  readonly output: string;
}

/** A started command: its result, and a way to end it early. */
export interface RunningCommand {
  readonly result: Promise<CommandResult>;
  stop(reason: string): void;
  /** Kills it and all that it started, before this returns. */
  kill(): void;
}

/**
 * Starts a tool's program in its own process group, without a shell: arguments as JSON on stdin, output from stdout (the
 * first 64 KiB). The result never rejects. At the deadline the group, and what has left it, gets SIGTERM, and SIGKILL a
 * second later.
 * @param mark finds the processes of this call, for `signalMarked`
 * @param secrets finds them where the output is cut
 */
export function startCommand(
  action: CommandAction,
  argumentsJson: string,
  env: Record<string, string>,
  mark: string,
  secrets: Pick<Secrets, 'openStream'>,
): RunningCommand {
  const stdout = new HeadBuffer(maxOutputBytes);
  const stderr = new TailBuffer(maxErrorCharacters);
  const child = spawn(action.program, action.args, {
    cwd: action.directory,
    env: { ...env, [markVariable]: mark },
    detached: true,
    shell: false,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk: Buffer) => {
    stdout.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.push(chunk);
  });
  // A tool need not read its arguments: a closed pipe is not a failure.
  child.stdin.on('error', () => undefined);
  child.stdin.end(argumentsJson);

  let stopped: string | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const kill = (): void => {
    signalGroup(child, 'SIGKILL');
    killMarked(mark);
  };
  const stop = (reason: string): void => {
    if (stopped !== undefined) return;
    stopped = reason;
    signalMarked(mark, 'SIGTERM', child.pid);
    signalGroup(child, 'SIGTERM');
    killTimer = setTimeout(kill, graceMs);
  };
  const deadline = setTimeout(() => {
    stop(`took longer than ${action.timeoutMs / 1000} s and was stopped`);
  }, action.timeoutMs);

  const result = new Promise<CommandResult>((resolve) => {
    const finish = (failure: string | undefined): void => {
      clearTimeout(deadline);
      const said = stderr.text(secrets);
      if (failure === undefined) resolve({ ok: true, output: stdout.text(secrets) });
      else resolve({ ok: false, output: said === '' ? failure : `${failure}: ${said}` });
    };
    child.once('error', (error) => {
      finish(`could not be started: ${messageOf(error)}`);
    });
    child.once('exit', () => {
      // A process that the tool left behind may hold its pipes open forever.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, drainMs).unref();
    });
    child.once('close', (code, signal) => {
      clearTimeout(killTimer);
      // The tool itself has ended; what it started may have ignored the first signal.
      if (stopped !== undefined) kill();
      finish(stopped ?? failureOf(code, signal));
    });
  });
  return { result, stop, kill };
}

function failureOf(code: number | null, signal: string | null): string | undefined {
  if (code === 0) return undefined;
  return code === null ? `was killed by ${signal ?? 'a signal'}` : `failed with exit code ${code}`;
}
