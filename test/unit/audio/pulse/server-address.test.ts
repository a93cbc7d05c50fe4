import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCookie, serverAddresses } from '../../../../src/audio/pulse/server-address.js';

describe('the address of the sound server', () => {
  it.each([
    ['unix:/tmp/socket', [{ path: '/tmp/socket' }]],
    ['/tmp/socket', [{ path: '/tmp/socket' }]],
    ['tcp:speaker.lan:4000', [{ host: 'speaker.lan', port: 4000, family: 0 }]],
    ['tcp4:speaker.lan', [{ host: 'speaker.lan', port: 4713, family: 4 }]],
    ['tcp6:[::1]:4714', [{ host: '::1', port: 4714, family: 6 }]],
    ['speaker.lan', [{ host: 'speaker.lan', port: 4713, family: 0 }]],
    [`{${hostname()}}unix:/tmp/own {elsewhere}unix:/tmp/other`, [{ path: '/tmp/own' }]],
    ['tcp:[::1', []],
  ])('is read from PULSE_SERVER: %s', (value, addresses) => {
    expect(serverAddresses({ PULSE_SERVER: value, XDG_RUNTIME_DIR: '/run' })).toEqual(addresses);
  });

  it("is a socket in the user's runtime folder otherwise", () => {
    const env = { PULSE_SERVER: '', PULSE_RUNTIME_PATH: '/a', XDG_RUNTIME_DIR: '/b' };
    expect(serverAddresses(env)).toEqual([
      { path: '/a/native' },
      { path: '/b/pulse/native' },
      { path: '/var/run/pulse/native' },
    ]);
  });
});

describe('the cookie', () => {
  it('is read from PULSE_COOKIE, else from the configuration, and is zeros without one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'voicelive-cookie-'));
    const path = join(folder, 'cookie');
    writeFileSync(path, Buffer.alloc(300, 7));
    expect(readCookie({ PULSE_COOKIE: path })).toEqual(Buffer.alloc(256, 7));
    const nowhere = { XDG_CONFIG_HOME: folder, HOME: folder };
    expect(readCookie({ ...nowhere, PULSE_COOKIE: join(folder, 'missing') })).toHaveLength(256);
    rmSync(folder, { recursive: true });
  });
});
