import { badOption, conflict, ProblemList } from '../../config/options/problems.js';
import { parseShard, type Shard } from '../../script/run/shard.js';

/** Options of `run` for scripts, as commander gives them. */
export interface ScriptOptions {
  readonly var?: readonly string[];
  readonly concurrency?: string;
  readonly repeat?: string;
  readonly shard?: string;
  readonly bail?: true;
  readonly retry?: string;
  readonly junit?: string;
  readonly report?: string;
  readonly watch?: true;
}

const names: Readonly<Record<keyof ScriptOptions, true>> = {
  var: true,
  concurrency: true,
  repeat: true,
  shard: true,
  bail: true,
  retry: true,
  junit: true,
  report: true,
  watch: true,
};

/** How scripts are to be run. */
export interface RunSettings {
  readonly vars: Readonly<Record<string, string>>;
  /** As many as fit the scripts when absent. */
  readonly concurrency?: number;
  readonly repeat: number;
  readonly shard?: Shard;
  readonly bail: boolean;
  readonly retries: number;
  readonly junit?: string;
  readonly report?: string;
  /** Again after every change. */
  readonly watch: boolean;
}

const maxConcurrency = 100;
const maxRepeat = 100_000;
const maxRetries = 100;

/** The first flag of those given that is for scripts with results. */
export function givenScriptFlag(options: ScriptOptions): string | undefined {
  const given = Object.entries(options).find(
    ([name, value]) => name in names && value !== undefined,
  );
  return given && `--${given[0]}`;
}

/** @throws VoiceliveError exit code 2 with everything that cannot be used */
export function readRunSettings(options: ScriptOptions, env: NodeJS.ProcessEnv): RunSettings {
  const { bail = false, watch = false, junit, report } = options;
  const problems = new ProblemList();
  const vars: Record<string, string> = {};
  for (const given of options.var ?? []) {
    const [, name, value] = /^([A-Za-z_][\w-]*)=(.*)$/s.exec(given) ?? [];
    if (name === undefined || value === undefined)
      problems.add(bad('--var', given, 'a name and a value, such as city=Oslo'));
    else vars[name] = value;
  }
  const count = (flag: string, text: string | undefined, max: number, min = 1): number => {
    if (text === undefined) return min;
    const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    problems.add(bad(flag, text, `a whole number from ${String(min)} to ${String(max)}`));
    return min;
  };
  const concurrency = count('--concurrency', options.concurrency, maxConcurrency);
  const repeat = count('--repeat', options.repeat, maxRepeat);
  const retries = count('--retry', options.retry, maxRetries, 0);
  const shard = options.shard === undefined ? undefined : parseShard(options.shard, env);
  if (typeof shard === 'string') problems.add(conflict(`--shard: ${shard}`, shardHint));
  problems.throwAny();
  return {
    vars,
    ...(options.concurrency !== undefined && { concurrency }),
    repeat,
    ...(typeof shard === 'object' && { shard }),
    bail,
    retries,
    watch,
    ...(junit !== undefined && { junit }),
    ...(report !== undefined && { report }),
  };
}

const shardHint =
  'Examples: --shard 2/5, --shard auto (GitLab), --shard auto/5 (Kubernetes), --shard ${{ matrix.shard }}/${{ strategy.job-total }} (GitHub Actions, with a matrix of shards).';

function bad(flag: string, found: string, expected: string): ReturnType<typeof badOption> {
  return badOption({ code: 'option-form', where: `flag ${flag}`, found, expected });
}
