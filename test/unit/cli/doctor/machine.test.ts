import { describe, expect, it } from 'vitest';
import { soundAdvice } from '../../../../src/cli/doctor/sound-advice.js';
import { buildCommand, readPolicy } from '../../../../src/cli/doctor/sound-module.js';
import { machineOf, machineWords, type Machine } from '../../../../src/cli/machine.js';

interface Signs {
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
  readonly files?: Readonly<Record<string, string>>;
}

function machine({ platform = 'linux', env = {}, files = {} }: Signs): Machine {
  return machineOf({
    platform,
    env,
    exists: (path) => path in files,
    read: (path) => files[path] ?? '',
  });
}

const osRelease = '/proc/sys/kernel/osrelease';

describe('a machine', () => {
  it.each<[string, Signs, Partial<Machine>, RegExp]>([
    ['Docker', { files: { '/.dockerenv': '' } }, { container: true }, /docker run -v/],
    ['Podman', { files: { '/run/.containerenv': '' } }, { container: true }, /docker run -v/],
    ['Kubernetes', { env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } }, { container: true }, /PULSE/],
    [
      'a container by its control group',
      { files: { '/proc/1/cgroup': '0::/kubepods/pod1' } },
      { container: true },
      /PULSE_SERVER/,
    ],
    [
      'WSL',
      { files: { [osRelease]: '5.15.167.4-microsoft-standard-WSL2' } },
      { wsl: true },
      /wsl --update/,
    ],
    ['SSH', { env: { SSH_CONNECTION: '10.0.0.2 50 10.0.0.1 22' } }, { ssh: true }, /ssh -R/],
    ['macOS', { platform: 'darwin' }, {}, /Privacy & Security > Microphone/],
    ['Windows', { platform: 'win32' }, {}, /Privacy & security > Microphone/],
  ])('like %s is known, with what it needs for sound', (_what, signs, is, advice) => {
    const found = machine(signs);
    expect(found).toEqual({
      platform: signs.platform ?? 'linux',
      container: false,
      wsl: false,
      ssh: false,
      ...is,
    });
    expect(soundAdvice(found)).toMatch(advice);
  });

  it('like a desktop needs nothing but its devices', () => {
    const desktop = machine({ files: { '/proc/1/cgroup': '0::/init.scope', [osRelease]: '6.8' } });
    expect(soundAdvice(desktop)).toBeUndefined();
    expect(machineWords(desktop)).toBe(`linux ${process.arch}`);
    expect(machineWords({ ...desktop, container: true, ssh: true })).toBe(
      `linux ${process.arch}, in a container, over SSH`,
    );
  });

  it('that is no Linux is no container, whatever its variables say', () => {
    expect(machine({ platform: 'darwin', env: { container: 'x' } }).container).toBe(false);
  });
});

describe('the command that builds naudiodon', () => {
  const npm11 = { version: '11.19.1', ignoresScripts: false, hasAllowList: true };

  it.each([
    ['a clone', npm11, false, 'npm rebuild naudiodon'],
    [
      'a clone where npm runs no scripts',
      { ...npm11, ignoresScripts: true },
      false,
      'npm rebuild naudiodon --ignore-scripts=false',
    ],
    [
      'a package and an npm that asks for names',
      npm11,
      true,
      'npm install -g --allow-scripts=naudiodon,segfault-handler voicelive',
    ],
    [
      'a package and an older npm',
      { ...npm11, hasAllowList: false },
      true,
      'npm install -g voicelive',
    ],
    ['no npm at all', undefined, false, 'npm rebuild naudiodon'],
  ])('fits %s', (_what, policy, isPackage, command) => {
    expect(buildCommand(policy, isPackage)).toBe(command);
  });

  it('comes from the settings as npm prints them', () => {
    const printed = { 'npm-version': '11.19.1', 'ignore-scripts': true, 'allow-scripts': [''] };
    expect(readPolicy(JSON.stringify(printed))).toEqual({ ...npm11, ignoresScripts: true });
    expect(readPolicy('{"npm-version":"10.8.2","ignore-scripts":false}')).toEqual({
      version: '10.8.2',
      ignoresScripts: false,
      hasAllowList: false,
    });
    expect(readPolicy('not json')).toBeUndefined();
  });
});
