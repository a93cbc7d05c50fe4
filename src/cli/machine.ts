import { existsSync, readFileSync } from 'node:fs';

/** Where the program runs, as far as that decides about sound. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** A container has the sound devices only that it was given. */
  readonly container: boolean;
  /** Linux inside Windows. */
  readonly wsl: boolean;
  /** The terminal is on another machine. */
  readonly ssh: boolean;
}

interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly exists: (path: string) => boolean;
  /** The text of a file; empty when it cannot be read. */
  readonly read: (path: string) => string;
}

/** What the files and variables of this machine say. */
export function machineOf({ platform, env, exists, read }: Surroundings): Machine {
  const isLinux = platform === 'linux';
  const names = /docker|containerd|kubepods|libpod|lxc/;
  return {
    platform,
    container:
      isLinux &&
      (exists('/.dockerenv') ||
        exists('/run/.containerenv') ||
        (env['container'] ?? '') !== '' ||
        (env['KUBERNETES_SERVICE_HOST'] ?? '') !== '' ||
        names.test(read('/proc/1/cgroup'))),
    wsl: isLinux && /microsoft/i.test(read('/proc/sys/kernel/osrelease')),
    ssh: ['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'].some((name) => (env[name] ?? '') !== ''),
  };
}

/** This machine. */
export function thisMachine(): Machine {
  return machineOf({
    platform: process.platform,
    env: process.env,
    exists: existsSync,
    read: (path) => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return '';
      }
    },
  });
}

/** `linux x64, in a container, over SSH`. */
export function machineWords({ platform, container, wsl, ssh }: Machine): string {
  return [
    `${platform} ${process.arch}`,
    ...(wsl ? ['WSL'] : []),
    ...(container ? ['in a container'] : []),
    ...(ssh ? ['over SSH'] : []),
  ].join(', ');
}
