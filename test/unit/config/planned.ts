import { expect } from 'vitest';
import { resolveOptions } from '../../../src/config/options/resolve-options.js';
import { planSession, type PlannedSession } from '../../../src/config/session/session-plan.js';
import { validate } from '../../../src/protocol/validate.js';
import type { RequestSession } from '../../../src/protocol/generated/types.js';

type Flags = Readonly<Record<string, unknown>>;

/** With an endpoint, the demo tool of the emulator is not there. */
const service = { AZURE_VOICELIVE_ENDPOINT: 'contoso.services.ai.azure.com' };

/** What these options ask for at the service. */
export async function planned(
  flags: Flags,
  env: Readonly<Record<string, string>> = {},
): Promise<PlannedSession> {
  const result = await planSession(resolveOptions({ flags, env: { ...service, ...env } }));
  expect(validate('RequestSession', result.plan.session, 'strict')).toEqual([]);
  return result;
}

/** The session that these options ask for at the service. */
export async function plannedSession(flags: Flags): Promise<RequestSession> {
  return (await planned(flags)).plan.session;
}
