import { outageOf } from '../../session/connection/outage.js';
import type { SessionState, TokenCounts } from '../../session/state.js';
import type { JsonObject } from '../../shared/json.js';
import { isJsonObject } from '../../shared/json.js';
import type { EntryChange, Moment } from './moment.js';

interface TrackedResponse {
  readonly id: string;
  readonly status: string;
  readonly atMs: number;
  readonly tokens: TokenCounts;
  readonly costUsd?: number;
}

interface TrackedProblem {
  readonly atMs: number;
  readonly source: 'service' | 'program';
  readonly level: 'error' | 'warning';
  readonly code?: string;
  readonly text: string;
}

interface TrackedOutage {
  readonly startMs: number;
  endMs?: number;
  reason: string;
  failures: number;
}

/** More places than anyone looks at; all underruns are counted. */
const maxUnderruns = 100;

/** Follows what a session reports: responses and their tokens, problems, lost connections, applied options, sound. */
export class EventTracker {
  readonly responses: TrackedResponse[] = [];
  readonly problems: TrackedProblem[] = [];
  readonly outages: TrackedOutage[] = [];
  applied: JsonObject | undefined;
  longestHostLagMs: number | undefined;
  longestCaptureLagMs: number | undefined;
  /** When underruns were noticed; of several within a second, the last. */
  readonly underrunsAtMs: number[] = [];

  take(moment: Moment, changes: readonly EntryChange[]): void {
    const { input, before, after } = moment;
    if (input.type === 'audio-health') {
      const { hostLagMs, captureLagMs } = input.health;
      this.longestHostLagMs = Math.max(this.longestHostLagMs ?? 0, hostLagMs);
      this.longestCaptureLagMs = Math.max(this.longestCaptureLagMs ?? 0, captureLagMs);
    }
    if (input.type === 'audio-counters' && input.underruns > before.counters.underruns) {
      const { underrunAgoMs = 0 } = input;
      if (this.underrunsAtMs.length < maxUnderruns) {
        this.underrunsAtMs.push(after.nowMs - underrunAgoMs);
      }
    }
    if (input.type === 'server') this.#server(moment);
    for (const { was, is } of changes) {
      if (was !== undefined || is.kind !== 'notice' || is.level === 'info') continue;
      const { level, text, atMs } = is;
      const source = input.type === 'server' ? 'service' : 'program';
      const code = codeOf(moment);
      this.problems.push({ atMs, source, level, text, ...(code === undefined ? {} : { code }) });
    }
    if (before.connection !== after.connection) this.#connection(before, after);
  }

  #server({ input, before, after }: Moment): void {
    if (input.type !== 'server') return;
    const { event } = input;
    if (event.type === 'session.updated' || event.type === 'session.created') {
      const session = input.raw['session'];
      if (isJsonObject(session)) this.applied = session;
    }
    if (event.type !== 'response.done' || after.usage.responses === before.usage.responses) return;
    const { id = '', status = '' } = event.response;
    const { last, priced, costUsd } = after.usage;
    if (last === undefined) return;
    this.responses.push({
      id,
      status,
      atMs: after.nowMs,
      tokens: last,
      ...(priced ? { costUsd: costUsd - before.usage.costUsd } : {}),
    });
  }

  #connection(before: SessionState, after: SessionState): void {
    const outage = outageOf(after);
    const last = this.outages.at(-1);
    if (outage !== undefined) {
      const { sinceMs: startMs, reason, failures } = outage;
      if (outageOf(before) === undefined) this.outages.push({ startMs, reason, failures });
      else if (last !== undefined) last.failures = failures;
    } else if (outageOf(before) !== undefined && last !== undefined) {
      if (after.connection.phase === 'ready') last.endMs = after.nowMs;
    }
    if (after.connection.phase === 'closed' && after.connection.failure !== undefined) {
      const { code, sentence: text } = after.connection.failure;
      this.problems.push({ atMs: after.nowMs, source: 'program', level: 'error', code, text });
    }
  }
}

function codeOf({ input }: Moment): string | undefined {
  if (input.type !== 'server') return undefined;
  const { event } = input;
  if (event.type === 'error') return event.error.code;
  return event.type === 'warning' ? event.warning.code : undefined;
}
