import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCertificates } from '../helpers/certificates.js';
import {
  closeServersAfterAll,
  deafAddress,
  greetingServer,
  rawServer,
  secureGreetingServer,
} from '../helpers/odd-servers.js';
import {
  killProgramsAfterAll,
  runProgram,
  temporaryFolder,
  type Ended,
  type Environment,
} from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();
closeServersAfterAll();

const key = 'canary-0123456789abcdef';
const created = JSON.stringify({ type: 'session.created', event_id: 'e', session: {} });

function doctor(args: readonly string[] = [], env: Environment = {}): Promise<Ended> {
  return runProgram(['doctor', ...args], { cwd, env });
}

/** Where sound is no part of the question. */
function connectionTo(endpoint: string, env: Environment = {}): Promise<Ended> {
  return doctor(['--audio-backend', 'none', '--endpoint', endpoint], {
    AZURE_VOICELIVE_API_KEY: key,
    ...env,
  });
}

/** One problem, in this check, with its fix on the next line; the exit code is its own. */
function expectFix({ exitCode, stdout, stderr }: Ended, code: number, found: RegExp, fix: RegExp) {
  const lines = stdout.split('\n');
  const problems = lines.filter((line) => line.startsWith('FIX'));
  expect(problems).toEqual([expect.stringMatching(found)]);
  expect(lines[lines.indexOf(problems[0] ?? '') + 1]).toMatch(fix);
  expect(exitCode).toBe(code);
  expect(stdout + stderr).not.toContain(key);
}

describe.concurrent('voicelive doctor', () => {
  it('names what is missing and the fix, and ends with the code of the first problem', async () => {
    const ended = await doctor();
    expectFix(ended, 4, /^FIX {2}audio +\S/, /sound server|npm rebuild/);
    expect(ended.stdout).toMatch(/^- {4}terminal +none: talk reads turns from stdin/m);
    expect(ended.stdout).toMatch(/^ok {3}endpoint +none: checking the built-in emulator$/m);
    expect(ended.stdout).toMatch(/^ok {3}model +gpt-realtime opened a session/m);
  });

  it('agrees with devices: without a device both say so', async () => {
    const listed = await runProgram(['devices'], { cwd });
    expect(listed).toMatchObject({ exitCode: 0, stdout: '' });
    expect(listed.stderr).toMatch(/No audio device found/);
    expect((await doctor()).stdout).toMatch(/no default microphone or speaker found/);
  });

  it('ends with 0 where talk works, each stage with its time', async () => {
    const { exitCode, stdout } = await doctor(['--audio-backend', 'none']);
    expect(exitCode).toBe(0);
    for (const stage of ['tcp', 'handshake', 'model'])
      expect(stdout).toMatch(new RegExp(`^ok {3}${stage} .* \\(\\d+ ms\\)$`, 'm'));
  });

  it('checks the scenario and the model of the emulator', async () => {
    const model = await doctor(['--audio-backend', 'none', '--model', 'gpt-9']);
    expectFix(model, 1, /model +The service refused .*gpt-9 is not supported/, /--model/);
    writeFileSync(join(cwd, 'bad.yaml'), 'nme: x\n');
    const scenario = await doctor(['--audio-backend', 'none', '--scenario', 'bad.yaml']);
    expect(scenario.exitCode).toBe(2);
    expect(scenario.stdout).toMatch(/^FIX {2}emulator +bad\.yaml:1/m);
  });

  it('prints its findings as JSON', async () => {
    const { stdout } = await doctor(['--json']);
    const findings: unknown = JSON.parse(stdout);
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ok: true, name: 'node' }),
        expect.objectContaining({ ok: false, name: 'audio', exitCode: 4 }),
        expect.objectContaining({ ok: true, name: 'model' }),
      ]),
    );
  });

  it('says that without a device there is no loopback to measure', async () => {
    const { exitCode, stdout } = await doctor(['--loopback']);
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^FIX {2}loopback/m);
  });

  it('says that the key is missing', async () => {
    const ended = await connectionTo('http://127.0.0.1:1', { AZURE_VOICELIVE_API_KEY: '' });
    expectFix(ended, 3, /credentials +No API key/, /AZURE_VOICELIVE_API_KEY/);
  });
});

describe.concurrent('a connection that doctor checks', () => {
  it('over TLS by an authority that Node trusts', async () => {
    const certificates = makeCertificates(cwd);
    const endpoint = await secureGreetingServer(certificates, [created]);
    const unknown = await connectionTo(endpoint);
    expectFix(unknown, 1, /tls +localhost:\d+ presented a/, /NODE_EXTRA_CA_CERTS/);
    const trusted = await connectionTo(endpoint, { NODE_EXTRA_CA_CERTS: certificates.authority });
    expect(trusted.stdout).toMatch(
      /^ok {3}tls +TLSv1\.3, .* by Authority of a test, valid until /m,
    );
    expect(trusted.stdout).toMatch(/^ok {3}credentials +key accepted$/m);
    expect(trusted.exitCode).toBe(0);
    const named = await connectionTo(endpoint, { VOICELIVE_CA: certificates.authority });
    expect(named.exitCode).toBe(0);
    expect(trusted.stdout + trusted.stderr).not.toContain(key);
    const plain = await connectionTo(endpoint.replace('https://localhost', 'http://127.0.0.1'));
    expectFix(plain, 1, /handshake /, /./);
  });

  it('a port at which nothing listens', async () => {
    expectFix(await connectionTo(deafAddress), 1, /tcp +.* refused the connection/, /--endpoint/);
  });

  it('a server without TLS', async () => {
    const endpoint = (await rawServer('hello')).replace('http://127.0.0.1', 'https://localhost');
    expectFix(await connectionTo(endpoint), 1, /tls +.* does not speak TLS/, /port/);
  });

  it('a captive portal that answers with a web page', async () => {
    const page = '<html><title>Sign in to Café Wi-Fi</title></html>';
    const endpoint = await rawServer(
      `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n${page}`,
    );
    const found = /handshake +.* answered with a web page \(HTTP 200\): Sign in to Café Wi-Fi/;
    expectFix(await connectionTo(endpoint), 1, found, /open a browser and sign in/);
  });

  it('a key that is refused, and a clock that is behind', async () => {
    const date = new Date(Date.now() + 3 * 3_600_000).toUTCString();
    const endpoint = await rawServer(
      `HTTP/1.1 401 No\r\ndate: ${date}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    );
    const ended = await connectionTo(endpoint);
    expectFix(
      ended,
      3,
      /credentials +.* did not accept the credential/,
      /belongs to this resource/,
    );
    expect(ended.stdout).toMatch(
      /^WARN clock +this machine is 3 h behind 127\.0\.0\.1.*\n +Set the clock/m,
    );
  });

  it('a proxy that asks for a password', async () => {
    const proxy = await rawServer(
      'HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
    );
    const ended = await connectionTo('https://name.services.ai.azure.com', { HTTPS_PROXY: proxy });
    expectFix(ended, 1, /proxy +The proxy .* refused .*407/, /NAME:PASSWORD@/);
  });

  it('a server that is not the service', async () => {
    const greeting = await connectionTo(await greetingServer(['{"type":"hello"}']));
    expectFix(greeting, 1, /model +.* did not begin with session\.created/, /--endpoint/);
  });
});
