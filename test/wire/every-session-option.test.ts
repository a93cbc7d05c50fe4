import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { resolveOptions } from '../../src/config/options/resolve-options.js';
import { planSession } from '../../src/config/session/session-plan.js';
import { readServerEvent } from '../../src/protocol/parse.js';
import { sessionFacts } from '../../src/tui/layout/header.js';
import { update } from '../../src/session/update.js';
import type { SessionState } from '../../src/session/state.js';
import {
  isJsonArray,
  isJsonObject,
  toJson,
  type JsonObject,
  type JsonValue,
} from '../../src/shared/json.js';
import { emulatedSessions, type EmulatedSession } from '../helpers/emulated-session.js';
import { changedAt, stepsOf, valueAt } from '../protocol-coverage/member-path.js';
import { optionSamples } from '../protocol-coverage/option-samples.js';
import { useTemporaryFolder } from '../unit/config/temporary-folder.js';

const folder = useTemporaryFolder();
const sessions = emulatedSessions();
afterEach(() => sessions.closeSessions());
afterAll(() => sessions.close());

/** A session with these options in its file, up to what the emulator reports. */
async function sessionWith(options: JsonObject): Promise<EmulatedSession> {
  const session = folder.write('session.json', JSON.stringify(options));
  const resolved = resolveOptions({
    flags: { session, ...('model' in options ? {} : { model: 'gpt-4.1' }) },
    env: { AZURE_VOICELIVE_ENDPOINT: 'contoso.services.ai.azure.com' },
  });
  return sessions.open(resolved, await planSession(resolved));
}

/** What must be there beside an option. */
function beside(options: JsonObject): JsonObject {
  const echo = options['input_audio_echo_cancellation'];
  return isJsonObject(echo) && echo['reference_source'] === 'client'
    ? { input_audio_echo_cancellation: { ...echo, channels: 2 } }
    : options;
}

/** The session after the service reported it with another value in one place. */
function reportedWith(state: SessionState, steps: readonly (string | number)[]): SessionState {
  const reported = toJson(state.reportedSession ?? {});
  const [option = ''] = steps;
  // An option that is off has no parts.
  const place = option in reported ? steps : [option];
  const session = changedAt(reported, place, otherThan);
  const frame = readServerEvent({ type: 'session.updated', event_id: 'event_1', session });
  if (frame.kind !== 'known') throw new Error(JSON.stringify(frame));
  const { nowMs } = state;
  return update(state, { type: 'server', nowMs, ...frame, bytes: 0, audioSamples: 0 }).state;
}

function otherThan(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}x`;
  if (isJsonArray(value)) return [...value, 'other'];
  return isJsonObject(value) ? { ...value, name: 'other' } : { type: 'other', model: 'other' };
}

/** The session as `session.updated` has it, nulls included. */
function reportedBy({ log }: SessionState): JsonValue | undefined {
  return log.findLast(({ type }) => type === 'session.updated')?.event['session'];
}

/** Shown nowhere. */
const secrets = [
  'avatar.ice_servers[].credential',
  'tools[](mcp).authorization',
  'tools[](mcp).headers',
];

/** Reported as null. */
const noDetection = /^turn_detection\(none\)|^turn_detection\(None\)/;

const samples = optionSamples('RequestSession').filter(({ path }) => path !== 'model');

describe('every option of a session', () => {
  it.each(
    samples.map(
      ({ path, value }) =>
        [`${path} = ${JSON.stringify(Object.values(value)[0]).slice(0, 60)}`, path, value] as const,
    ),
  )('%s is sent, echoed and compared', async (_title, path, value) => {
    const steps = stepsOf(path);
    const options = beside(value);
    const session = await sessionWith(options);
    const [sent] = session.sent;
    expect(sent).toMatchObject({ type: 'session.update', session: options });

    const state = session.state();
    expect(state.differences).toEqual([]);
    const reported: unknown = valueAt(reportedBy(state), steps);
    const told = reportedWith(state, steps).differences;
    if (secrets.includes(path)) {
      expect(JSON.stringify(reported)).toContain('<redacted');
      expect(told).toEqual([]);
      return;
    }
    const asked: unknown = valueAt(value, steps);
    if (noDetection.test(path)) expect(reportedBy(state)).toMatchObject({ turn_detection: null });
    // A bare name comes back as an object with it.
    else if (path === 'voice') expect(reported).toMatchObject({ name: asked });
    else expect(reported).toEqual(asked);
    expect(told).toEqual([expect.stringContaining(String(steps[0]))]);
  });

  it('model = "gpt-4o" is in the URL, reported and shown', async () => {
    const session = await sessionWith({ model: 'gpt-4o' });
    expect(session.sent[0]).not.toHaveProperty('session.model');
    const state = session.state();
    expect(state.reportedSession?.model).toBe('gpt-4o');
    expect(sessionFacts(state)).toContain('gpt-4o');
  });
});
