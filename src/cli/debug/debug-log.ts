import { randomBytes } from 'node:crypto';
import { release } from 'node:os';
import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import type { Input } from '../../session/inputs.js';
import type { SessionOutput } from '../../session/session-output.js';
import { toJson, type JsonObject } from '../../shared/json.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import type { Trace } from '../../transport/types.js';
import { machineWords, thisMachine } from '../machine.js';
import { programVersion } from '../version.js';
import { DebugFile } from './debug-file.js';

/** Variables that decide about the connection; only whether they are set is logged. */
const telling = ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy', 'NODE_EXTRA_CA_CERTS'];

/** The log of `--debug`: what happened to the connection and the sound, for support. */
export interface DebugLog {
  readonly trace: Trace;
  readonly output: SessionOutput;
}

/**
 * Begins the log of a session. Words of the conversation, sound and known secrets are not in it: events are counted, and
 * only those about the connection, the sound and errors have a line.
 * @throws VoiceliveError exit code 2 when the file cannot be written
 */
export function openDebugLog(path: string, resolved: ResolvedOptions, secrets: Secrets): DebugLog {
  const file = new DebugFile(path);
  const session = randomBytes(3).toString('hex');
  const counts = new Map<string, number>();
  let failed: Error | undefined;
  const write = (step: string, facts: JsonObject): void => {
    const line = { at: new Date().toISOString(), session, step, ...facts };
    file.write(secrets.hide(line));
  };
  write('program', programFacts(resolved));
  return {
    // Called in the midst of a connection, which must not break by it: the output reports it.
    trace: (step, facts) => {
      try {
        write(step, facts);
      } catch (thrown) {
        failed ??= thrown instanceof Error ? thrown : new Error(String(thrown));
      }
    },
    output: {
      name: 'debug log',
      input(input) {
        if (failed !== undefined) throw failed;
        const facts = factsOf(input);
        if (facts !== undefined) write(input.type, { nowMs: input.nowMs, ...facts });
        else counts.set(kindOf(input), (counts.get(kindOf(input)) ?? 0) + 1);
      },
      close(last) {
        if (last !== undefined && failed === undefined) {
          const { connection, counters, requestId = null } = last;
          const failure = connection.phase === 'closed' ? connection.failure : undefined;
          const seen = Object.fromEntries(counts);
          write('end', toJson({ requestId, failure: failure ?? null, counters, counts: seen }));
        }
        return Promise.resolve();
      },
    },
  };
}

function programFacts({ values, sources }: ResolvedOptions): JsonObject {
  const { stdin, stdout, env, versions } = process;
  const given = [...sources].filter(([, source]) => source !== 'default');
  return {
    version: programVersion(),
    node: versions.node,
    openssl: versions.openssl,
    machine: machineWords(thisMachine()),
    system: release(),
    terminal: { stdin: stdin.isTTY, stdout: stdout.isTTY, TERM: env['TERM'] ?? '' },
    set: telling.filter((name) => (env[name] ?? '') !== ''),
    options: given.map(([name, source]) => `${name} (${source})`),
    audioBackend: values.audioBackend,
  };
}

/** An event by its type, anything else by its kind. */
function kindOf(input: Input): string {
  if (input.type === 'server') return `in ${input.event.type}`;
  if (input.type !== 'sent') return input.type;
  const { type } = input.raw;
  return `out ${typeof type === 'string' ? type : ''}`;
}

/** What the log says of an input; undefined for one that is only counted. */
function factsOf(input: Input): JsonObject | undefined {
  switch (input.type) {
    case 'part-failed': {
      const { part, failure } = input;
      return toJson({ part, failure });
    }
    case 'part-opening':
    case 'part-open':
    case 'start':
    case 'socket-open':
    case 'socket-refused':
    case 'socket-closed':
    case 'not-sent':
    case 'append-dropped':
    case 'audio-lost':
    case 'audio-restored':
    case 'audio-failed':
    case 'audio-counters':
    case 'recording-trouble':
    case 'notice':
      return toJson(input);
    case 'woke':
      return input.id === 'meters' ? undefined : { id: input.id };
    case 'unknown-event':
      return { name: input.name, bytes: input.bytes };
    case 'malformed-event':
      return { name: input.name ?? '', reason: input.reason, bytes: input.bytes };
    case 'server':
      return eventFacts(input.event);
    default:
      return undefined;
  }
}

function eventFacts(event: Extract<Input, { type: 'server' }>['event']): JsonObject | undefined {
  switch (event.type) {
    case 'error':
    case 'warning':
      return toJson(event);
    case 'session.created':
    case 'session.updated': {
      const { id = '', model = '', expires_at: expiresAt = 0 } = event.session;
      return { event: event.type, id, model, expiresAt };
    }
    default:
      return undefined;
  }
}
