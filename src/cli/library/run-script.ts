import type { ScriptResult } from '../../script/model/result.js';
import { parseScript, readScript } from '../../script/read-script.js';
import type { Script } from '../../script/model/script.js';
import { exitCodes } from '../../shared/errors.js';
import { readyScript } from '../run/ready-script.js';
import { runScriptOnce } from '../run/run-once.js';
import { SharedByRuns } from '../run/shared-by-runs.js';

/** Path of a script; or its text, when that has more than one line; or what its YAML would be read as. */
export type ScriptSource = string | Readonly<Record<string, unknown>>;

/** How a script is run. */
export interface RunScriptOptions {
  /** Values of the script's variables, above its own. */
  readonly vars?: Readonly<Record<string, string>>;
  /** In place of `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Options of `voicelive run` by their long flags, without the dashes; above the script's own. `false` removes one. */
  readonly options?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Against the emulator in virtual time, as `--fast`. */
  readonly fast?: boolean;
  /** Folder of recordings; `true` for `recordings`. Without it a run with audio that does not pass is kept. */
  readonly record?: boolean | string;
  /** Ends the session; the verdict is `interrupted` then. */
  readonly signal?: AbortSignal;
  /** Called at the start of each step, with its index. */
  readonly onStep?: (step: number) => void;
}

/**
 * Runs a script once, as `voicelive run` does, and gives what became of it. The process is left alone: its signals, exit
 * code, stdout and stderr. Several may run at the same time.
 * @throws VoiceliveError for a script or options that cannot be used
 */
export async function runScript(
  source: ScriptSource,
  options: RunScriptOptions = {},
): Promise<ScriptResult> {
  const { env = process.env, signal, onStep } = options;
  const script = withOptions(await scriptOf(source, { vars: options.vars ?? {}, env }), options);
  const ready = await readyScript(script, {}, env);
  const shared = new SharedByRuns(abortion(signal), env, () => undefined);
  try {
    return await runScriptOnce(
      { script: ready, run: 1, attempt: 1 },
      { ...shared.surroundings, onStep: (_attempt, step) => onStep?.(step) },
    );
  } finally {
    await shared.close();
  }
}

function scriptOf(
  source: ScriptSource,
  options: Parameters<typeof readScript>[1],
): Promise<Script> {
  if (typeof source !== 'string')
    return parseScript(JSON.stringify(source, undefined, 2), 'script.json', options);
  return source.includes('\n')
    ? parseScript(source, 'script', options)
    : readScript(source, options);
}

function withOptions(script: Script, { options, fast, record }: RunScriptOptions): Script {
  return {
    ...script,
    options: {
      ...script.options,
      ...options,
      ...(fast !== undefined && { fast }),
      ...(record !== undefined && { record }),
    },
  };
}

/** Never settles without a signal. */
function abortion(signal: AbortSignal | undefined): Promise<number> {
  return new Promise((resolve) => {
    const abort = (): void => {
      resolve(exitCodes.sigint);
    };
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
  });
}
