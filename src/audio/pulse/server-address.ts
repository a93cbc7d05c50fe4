import { readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { NetConnectOpts } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

const defaultPort = 4713;
const cookieBytes = 256;

/**
 * Where the server may listen, in the order to try: what PULSE_SERVER lists, else the user's socket, else the system's.
 * An entry may stand behind `{host}`, and then is for that host only.
 */
export function serverAddresses(env: Environment): readonly NetConnectOpts[] {
  const listed = env['PULSE_SERVER']?.split(/\s+/).filter((entry) => entry !== '') ?? [];
  if (listed.length > 0) return listed.flatMap((entry) => parseAddress(entry));
  const { PULSE_RUNTIME_PATH: own, XDG_RUNTIME_DIR: runtime } = env;
  return [
    ...(own ? [{ path: join(own, 'native') }] : []),
    ...(runtime ? [{ path: join(runtime, 'pulse', 'native') }] : []),
    { path: '/var/run/pulse/native' },
  ];
}

function parseAddress(entry: string): readonly NetConnectOpts[] {
  const [, host, address = ''] = /^(?:\{(.*?)\})?(.*)$/.exec(entry) ?? [];
  if (host !== undefined && host !== hostname()) return [];
  const path = /^(?:unix:)?(\/.*)$/.exec(address)?.[1];
  if (path !== undefined) return [{ path }];
  const [, scheme, rest = ''] = /^(tcp4?|tcp6):(?:\/\/)?(.*)$/.exec(address) ?? [
    null,
    'tcp',
    address,
  ];
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(rest) ?? [];
  const name = bracketed ?? plain;
  if (name === undefined) return [];
  const family = scheme === 'tcp4' ? 4 : scheme === 'tcp6' ? 6 : 0;
  return [{ host: name, port: Number(port ?? defaultPort), family }];
}

/** A variable that is set to nothing counts as not set. */
export function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** The shared secret of user and server. Zeros when there is none: the owner of a socket is let in without. */
export function readCookie(env: Environment): Buffer {
  const { PULSE_COOKIE: named, XDG_CONFIG_HOME: config = join(homedir(), '.config') } = env;
  const paths = [
    ...(named ? [named] : []),
    join(config, 'pulse', 'cookie'),
    join(homedir(), '.pulse-cookie'),
  ];
  for (const path of paths) {
    try {
      const bytes = readFileSync(path);
      if (bytes.length >= cookieBytes) return bytes.subarray(0, cookieBytes);
    } catch {
      // The next one may be there.
    }
  }
  return Buffer.alloc(cookieBytes);
}
