import { describe, expect, it } from 'vitest';
import { tagsOf } from '../../src/protocol/validate.js';
import { WiredSession } from '../helpers/wired-session.js';
import { clientEvents } from '../protocol-coverage/client-events.js';
import { clientWays } from '../protocol-coverage/client-ways.js';

const ways = Object.entries(clientWays).flatMap(([type, each]) =>
  each.map((way) => [`${type}: ${way.way}`, type, way] as const),
);

describe('every event of the client', () => {
  it('has a case for every event of the description and its corrections', () => {
    expect(Object.keys(clientEvents).sort()).toEqual([...tagsOf('ClientEvent')].sort());
  });

  it.each(Object.entries(clientEvents))('%s: /send', (type, event) => {
    const session = new WiredSession({ mode: 'text' }).ready();
    session.left();
    const whole = { type, event_id: 'event_mine', ...event };
    session.enter(`/send ${JSON.stringify(whole)}`);
    expect(session.left()).toEqual([whole]);
  });

  it.each(ways)('%s', (_title, type, { before, act }) => {
    const session = before();
    expect(session.left().filter((event) => event['type'] === type)).toEqual(
      type === 'session.update' ? expect.any(Array) : [],
    );
    act(session);
    expect(session.left().map((event) => event['type'])).toContain(type);
  });
});
