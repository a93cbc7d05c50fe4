import type { SessionState } from '../state.js';

/** What support needs to find this session; undefined where the service gave no request id, as the emulator. */
export function supportWords({ requestId, reportedSession }: SessionState): string | undefined {
  if (requestId === undefined) return undefined;
  const session = reportedSession?.id === undefined ? '' : `session ${reportedSession.id}, `;
  return `For support: ${session}request id ${requestId}.`;
}
