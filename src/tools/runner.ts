import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../shared/errors.js';
import { monotonicMs } from '../shared/clock.js';
import type { JsonObject } from '../shared/json.js';
import { isJsonObject } from '../shared/json.js';
import type { Secrets } from '../shared/secrets/registry.js';
import { nearest } from '../shared/suggest.js';
import { childEnvironment } from './child-environment.js';
import type { CommandResult, RunningCommand } from './command-tool.js';
import { startCommand } from './command-tool.js';
import { weatherOf } from './demo-weather.js';
import { killMarked, signalMarked } from './marked-processes.js';
import type { ToolSpec } from './tool-spec.js';
import type { ToolCall, ToolOutcome, ToolRunner } from './tool-call.js';

/** Further processes are refused: a model that keeps calling must not fill the machine. */
const maxRunning = 16;
const maxName = 64;
const closeDeadlineMs = 3000;
/** How long what a finished tool has left behind may take to end. */
const leftBehindMs = 1000;
const pollMs = 20;

export interface ToolRunnerOptions {
  /** `process.env`; tools get it without Azure's variables and without the secrets. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: Pick<Secrets, 'holds' | 'openStream'>;
  /** Reads a file of tools; without it none can be added. */
  readonly readTools?: (path: string) => Promise<readonly ToolSpec[]>;
}

/** Runs the function tools of a session: programs as child processes, demos in this process. */
export function createToolRunner(
  specs: readonly ToolSpec[],
  options: ToolRunnerOptions,
): ToolRunner {
  const byName = new Map(specs.map((spec) => [spec.definition.name, spec]));
  const env = childEnvironment(options.env, options.secrets);
  const running = new Set<RunningCommand>();
  // Of this session; with a number, of one call.
  const mark = randomUUID();
  let calls = 0;
  let closed = false;

  /** Also where the program exits without closing anything, nothing outlives it. */
  const killAll = (): void => {
    for (const command of running) command.kill();
    killMarked(mark);
  };

  async function endLeftBehind(): Promise<void> {
    const deadlineMs = monotonicMs() + leftBehindMs;
    let left = signalMarked(mark, 'SIGTERM');
    while (left > 0 && monotonicMs() < deadlineMs) {
      await delay(pollMs);
      left = signalMarked(mark, 0);
    }
    killMarked(mark);
  }

  /** The name of a call for a message; a secret that the cut goes through is left out. */
  function shortName(name: string): string {
    if (name.length <= maxName) return name;
    return `${options.secrets.openStream()(name.slice(0, maxName))}…`;
  }

  async function perform(call: ToolCall): Promise<CommandResult> {
    const spec = byName.get(call.name);
    if (spec === undefined) return failed(unknownTool(shortName(call.name), [...byName.keys()]));
    const args = parseArguments(call.arguments);
    if (typeof args === 'string') return failed(`The call to ${call.name} was refused: ${args}.`);
    if (spec.action.kind === 'demo-weather') return weather(args);
    if (closed) return failed(`${call.name} was not run: the session is ending.`);
    if (running.size >= maxRunning) {
      return failed(`${call.name} was not run: ${maxRunning} tools are already running.`);
    }
    if (calls === 0) process.on('exit', killAll);
    calls += 1;
    // As the call came, because that is what was approved: written anew, repeated keys and long numbers would differ.
    const given = call.arguments.trim() === '' ? '{}' : call.arguments;
    const command = startCommand(spec.action, given, env, `${mark}-${calls}.`, options.secrets);
    running.add(command);
    const result = await command.result;
    running.delete(command);
    return result.ok ? result : failed(`${call.name} ${result.output}`);
  }

  return {
    async load(path) {
      if (options.readTools === undefined) throw new Error('tools cannot be added here');
      const added = await options.readTools(path);
      for (const spec of added) byName.set(spec.definition.name, spec);
      return added.map(({ definition }) => definition);
    },
    async run(call): Promise<ToolOutcome> {
      const startedMs = monotonicMs();
      const result = await perform(call).catch((thrown: unknown) =>
        failed(`${call.name} could not be run: ${messageOf(thrown)}`),
      );
      return { ...result, elapsedMs: Math.round(monotonicMs() - startedMs) };
    },
    async close(): Promise<void> {
      closed = true;
      const commands = [...running];
      for (const command of commands) command.stop('was stopped with the session');
      await within(closeDeadlineMs, Promise.all(commands.map((command) => command.result)));
      if (calls === 0) return;
      await endLeftBehind();
      process.off('exit', killAll);
    },
  };
}

/** Waits for `work` until the deadline: a process that hangs in the kernel never ends. */
async function within(deadlineMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}

function failed(output: string): CommandResult {
  return { ok: false, output };
}

function unknownTool(name: string, names: readonly string[]): string {
  const close = nearest(name, names);
  const known =
    close === undefined
      ? `Available: ${names.length === 0 ? 'none' : names.join(', ')}.`
      : `Did you mean ${close}?`;
  return `Unknown tool ${JSON.stringify(name)}. ${known}`;
}

/** The arguments, or what is wrong with them. A model leaves them empty for a tool without parameters. */
function parseArguments(text: string): JsonObject | string {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    // Without the piece of text that Node quotes: it may be a part of a secret.
    return `its arguments are not valid JSON (${messageOf(thrown).replace(/, *(?:\.\.\.)?".*/s, '')})`;
  }
  return isJsonObject(value) ? value : 'its arguments are not a JSON object';
}

function weather(args: JsonObject): CommandResult {
  const found = weatherOf(args);
  return found === undefined
    ? failed('get_weather was refused: its arguments have no city.')
    : { ok: true, output: JSON.stringify(found) };
}
