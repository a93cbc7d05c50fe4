import { describe, expect, it } from 'vitest';
import { entrySummary } from '../../src/session/log/summary.js';
import { tagsOf } from '../../src/protocol/validate.js';
import { logRows } from '../../src/tui/layout/event-log.js';
import { rowText } from '../../src/tui/text/rows.js';
import { SessionScript } from '../helpers/session.js';
import { serverEvents } from '../protocol-coverage/server-events.js';
import type { ServerCase } from '../protocol-coverage/server-case.js';

const cases = Object.entries<ServerCase>(serverEvents).map(
  ([type, rest]) => [`${type}: ${rest.shows}`, type, rest] as const,
);

/** Events come in order: a session that is ready, what goes before, the event itself, what the speaker takes. */
function play(type: string, each: ServerCase): SessionScript {
  const session = new SessionScript().ready();
  for (const event of each.before ?? []) {
    session.server(event, event['type'] === 'response.audio.delta' ? 24_000 : 0);
  }
  session.server({ type, ...each.event }, each.audioSamples ?? 0);
  if (each.heardSeconds !== undefined) session.heard(each.heardSeconds);
  return session;
}

describe('every event of the service has a meaning', () => {
  it('has a case for every event of the description and its corrections', () => {
    expect(cases.map(([, type]) => type).sort()).toEqual([...tagsOf('ServerEvent')].sort());
  });

  it.each(cases)('%s', (_title, type, each) => {
    const { state } = play(type, each);
    expect({ seen: each.look(state) }).toMatchObject({ seen: each.is });
  });

  it.each(cases)('%s (and its line in the event log tells something)', (_title, type, each) => {
    const { state } = play(type, each);
    const line = state.log.findLast((entry) => entry.type === type);
    const summary = line && entrySummary(line);
    expect(summary).toBeTruthy();
    expect(summary).not.toMatch(/undefined|\[object|null/);
    const [row] = logRows(line === undefined ? [] : [line], 80, 1, { selected: undefined }).map(
      rowText,
    );
    const firstWord = summary?.slice(0, 8);
    expect(row).toContain(firstWord);
  });
});
