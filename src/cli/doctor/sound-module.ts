import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { addonFolder } from '../../audio/host/addon-path.js';
import type { OptionValues } from '../../config/options/option-table.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import { packageRoot } from '../../shared/paths.js';
import type { Finding } from './finding.js';

const npmDeadlineMs = 15_000;

/** The settings of npm that decide whether a package may run its build. */
export interface NpmPolicy {
  readonly version: string;
  /** `ignore-scripts`: nothing is built. */
  readonly ignoresScripts: boolean;
  /** Packages have to be allowed by name (npm 11 and later). */
  readonly hasAllowList: boolean;
}

/** Whether naudiodon is built; if not, the command that builds it with this machine's npm. */
export async function checkSoundModule({
  audioBackend,
}: OptionValues): Promise<readonly Finding[]> {
  if (audioBackend === 'none') return [];
  const name = 'naudiodon';
  try {
    addonFolder();
    return [{ name, text: 'built' }];
  } catch {
    const policy = await npmPolicy();
    const isPackage = packageRoot.split(/[\\/]/).includes('node_modules');
    const npm = policy === undefined ? 'npm was not found' : policyWords(policy);
    const text = `not built: PortAudio cannot be used; ${npm}`;
    return [{ name, text, fix: `Run ${buildCommand(policy, isPackage)}.`, warning: true }];
  }
}

/**
 * The command that builds naudiodon.
 * @param isPackage the program is installed as a package, not a clone
 */
export function buildCommand(policy: NpmPolicy | undefined, isPackage: boolean): string {
  const scripts = policy?.ignoresScripts === true ? ' --ignore-scripts=false' : '';
  if (!isPackage) return `npm rebuild naudiodon${scripts}`;
  const allowed =
    policy?.hasAllowList === false ? '' : ' --allow-scripts=naudiodon,segfault-handler';
  return `npm install -g${scripts}${allowed} voicelive`;
}

function policyWords({ version, ignoresScripts }: NpmPolicy): string {
  return `npm ${version} ${ignoresScripts ? 'runs no scripts (ignore-scripts)' : 'runs scripts'}`;
}

/** As `npm config list --json --long` prints it; undefined when that is no such thing. */
export function readPolicy(printed: string): NpmPolicy | undefined {
  const config = parsed(printed);
  if (config === undefined) return undefined;
  const version = config['npm-version'];
  return {
    version: typeof version === 'string' ? version : '',
    ignoresScripts: config['ignore-scripts'] === true,
    hasAllowList: 'allow-scripts' in config,
  };
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function npmPolicy(): Promise<NpmPolicy | undefined> {
  try {
    const { stdout } = await promisify(execFile)('npm', ['config', 'list', '--json', '--long'], {
      timeout: npmDeadlineMs,
      maxBuffer: 4 * 1024 * 1024,
      // npm is a batch file there.
      shell: process.platform === 'win32',
    });
    return readPolicy(stdout);
  } catch {
    return undefined;
  }
}
