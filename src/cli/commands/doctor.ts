import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import { exitCodes } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';
import { checkConnection } from '../doctor/connection.js';
import type { Finding } from '../doctor/finding.js';
import { machineWords, thisMachine } from '../machine.js';
import { checkLoopback, checkSound } from '../doctor/sound.js';
import { knownSecrets } from '../terminal/report-cleanly.js';
import { printJson, stdout } from '../terminal/standard-streams.js';

/** Options of `doctor` alone, as commander gives them. */
export interface DoctorOptions {
  readonly json?: true;
  readonly loopback?: true;
}

/**
 * `voicelive doctor`: checks what a conversation needs on this machine and connects as `talk` would, with a fix for each
 * problem. Exit code 0 only when `talk` would work; else that of the first problem.
 */
export async function doctor(resolved: ResolvedOptions, options: DoctorOptions): Promise<number> {
  const machine = thisMachine();
  const node = `Node.js ${process.versions.node} on ${machineWords(machine)}`;
  const checks: readonly (() => readonly Finding[] | Promise<readonly Finding[]>)[] = [
    () => [{ name: 'node', text: node }, terminal()],
    () => checkSound(resolved.values, machine),
    ...(options.loopback ? [() => checkLoopback(resolved.values)] : []),
    () => checkConnection(resolved),
  ];
  const { hide } = await knownSecrets();
  const findings: Finding[] = [];
  for (const check of checks) {
    for (const finding of hide([...(await check())])) {
      findings.push(finding);
      if (!options.json) stdout.write(linesOf(finding));
    }
  }
  if (options.json)
    printJson(findings.map((finding) => ({ ok: finding.exitCode === undefined, ...finding })));
  return findings.find(({ exitCode }) => exitCode !== undefined)?.exitCode ?? exitCodes.ok;
}

function linesOf(finding: Finding): string {
  const { name, text, fix, elapsedMs } = finding;
  const time = elapsedMs === undefined ? '' : ` (${String(elapsedMs)} ms)`;
  const mark = markOf(finding).padEnd(4);
  const hint = fix === undefined ? '' : `${' '.repeat(18)}${sanitise(fix)}\n`;
  return `${mark} ${name.padEnd(12)} ${sanitise(text)}${time}\n${hint}`;
}

function markOf({ exitCode, warning, absent }: Finding): string {
  if (exitCode !== undefined) return 'FIX';
  if (absent === true) return '-';
  return warning === true ? 'WARN' : 'ok';
}

function terminal(): Finding {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    return {
      name: 'terminal',
      text: 'none: talk reads turns from stdin and prints replies',
      absent: true,
    };
  }
  const colours = stdout.hasColors() ? `${2 ** stdout.getColorDepth()} colours` : 'no colours';
  return { name: 'terminal', text: `${stdout.columns}×${stdout.rows}, ${colours}` };
}
