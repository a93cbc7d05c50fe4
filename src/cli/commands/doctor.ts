import { listDevices } from '../../audio/list-devices.js';
import { measureLoopback } from '../../audio/loopback.js';
import {
  calibrationPath,
  readCalibration,
  writeCalibration,
} from '../../config/files/calibration.js';
import { resolveOptions } from '../../config/options/resolve-options.js';
import { readApiKey } from '../../config/files/secrets.js';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';
import { resolveEndpoint } from '../../transport/endpoint.js';
import { knownSecrets } from '../terminal/report-cleanly.js';
import { printJson, stdout } from '../terminal/standard-streams.js';

/** The result of one check. A finding with an exit code is a problem. */
interface Finding {
  readonly name: string;
  readonly text: string;
  readonly fix?: string;
  readonly exitCode?: number;
}

/** Options of `doctor`, as commander gives them. */
export interface DoctorOptions {
  readonly json?: true;
  readonly loopback?: true;
  readonly mic?: string;
  readonly speaker?: string;
}

/** `voicelive doctor`: checks what this machine needs for a conversation, with a fix for each problem. */
export async function doctor(options: DoctorOptions): Promise<number> {
  const { hide } = await knownSecrets();
  const findings = hide([
    {
      name: 'node',
      text: `Node.js ${process.versions.node} on ${process.platform} ${process.arch}`,
    },
    terminal(),
    ...(await sound()),
    ...(options.loopback ? [await loopback(options)] : []),
    ...service(),
  ]);
  if (options.json) printJson(findings);
  else for (const finding of findings) stdout.write(lineOf(finding));
  return findings.find((finding) => finding.exitCode !== undefined)?.exitCode ?? exitCodes.ok;
}

function lineOf({ name, text, fix, exitCode }: Finding): string {
  const mark = exitCode === undefined ? 'ok  ' : 'FIX ';
  const rest = fix === undefined ? '' : `\n     ${' '.repeat(12)}${sanitise(fix)}`;
  return `${mark} ${name.padEnd(12)}${sanitise(text)}${rest}\n`;
}

function problem(name: string, thrown: unknown): Finding {
  if (!(thrown instanceof VoiceliveError)) {
    return { name, text: messageOf(thrown), exitCode: exitCodes.session };
  }
  const { message, hint, exitCode } = thrown;
  return { name, text: message, exitCode, ...(hint === undefined ? {} : { fix: hint }) };
}

function terminal(): Finding {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    return { name: 'terminal', text: 'none: talk reads turns from stdin and prints replies' };
  }
  const colours = stdout.hasColors() ? `${2 ** stdout.getColorDepth()} colours` : 'no colours';
  return { name: 'terminal', text: `${stdout.columns}×${stdout.rows}, ${colours}` };
}

async function sound(): Promise<readonly Finding[]> {
  try {
    const devices = await listDevices();
    const microphone = devices.find((device) => device.isDefaultInput)?.name;
    const speaker = devices.find((device) => device.isDefaultOutput)?.name;
    if (microphone === undefined && speaker === undefined) {
      const text = 'no microphone and no speaker found';
      const fix =
        'start a sound server (PipeWire or PulseAudio with its ALSA plug-in) or connect a device; without one, talk uses text mode';
      return [{ name: 'sound', text, fix, exitCode: exitCodes.sound }];
    }
    const text = `${devices.length} devices; microphone ${microphone ?? 'none'}, speaker ${speaker ?? 'none'}`;
    return [{ name: 'sound', text }];
  } catch (thrown) {
    return [problem('sound', thrown)];
  }
}

async function loopback(options: DoctorOptions): Promise<Finding> {
  const microphone = options.mic ?? 'default';
  const speaker = options.speaker ?? 'default';
  const rateHz = 24_000;
  const result = await measureLoopback({
    inputRateHz: rateHz,
    outputRateHz: rateHz,
    microphone,
    speaker,
    lowLatency: false,
  });
  if ('problem' in result) return problem('loopback', result.problem);
  const { roundTripMs, deviceDepthMs, trials } = result;
  const measuredAt = new Date().toISOString();
  writeCalibration(process.env, { microphone, speaker, roundTripMs, deviceDepthMs, measuredAt });
  const median = `round trip ${Math.round(roundTripMs)} ms (median of ${trials.length})`;
  const saved = `saved to ${calibrationPath(process.env)}`;
  return {
    name: 'loopback',
    text: `${median}, device depth ${Math.round(deviceDepthMs)} ms; ${saved}`,
  };
}

function service(): readonly Finding[] {
  const resolved = resolveOptions({ flags: {}, env: process.env });
  const { endpoint, model, apiVersion } = resolved.values;
  const calibrated = readCalibration(process.env, 'default', 'default');
  const calibration: readonly Finding[] = calibrated
    ? [
        {
          name: 'calibration',
          text: `device depth ${Math.round(calibrated.deviceDepthMs)} ms, measured ${calibrated.measuredAt}`,
        },
      ]
    : [];
  if (endpoint === undefined) {
    const fix = 'for the real service set AZURE_VOICELIVE_ENDPOINT';
    return [...calibration, { name: 'endpoint', text: 'none: the built-in emulator is used', fix }];
  }
  try {
    const target = { kind: 'model', model } as const;
    const { host } = resolveEndpoint({ endpoint, target, apiVersion });
    const key: Finding = { name: 'credentials', text: 'an API key is set' };
    readApiKey(undefined, process.env);
    return [
      ...calibration,
      { name: 'endpoint', text: `${host}, ${model}, api-version ${apiVersion}` },
      key,
    ];
  } catch (thrown) {
    return [...calibration, problem('endpoint', thrown)];
  }
}
