import { describe, expect, it } from 'vitest';
import { WiredSession } from '../helpers/wired-session.js';
import { responseOptions } from '../protocol-coverage/tables.js';

const samples = responseOptions().map(
  ({ path, value }) =>
    [`${path} = ${JSON.stringify(Object.values(value)[0]).slice(0, 60)}`, value] as const,
);

describe('every option of a response', () => {
  it.each(samples)('%s is sent', (_title, response) => {
    const session = new WiredSession({ mode: 'text' }).ready();
    session.left();
    session.enter(`/send ${JSON.stringify({ type: 'response.create', response })}`);
    expect(session.left()).toMatchObject([{ type: 'response.create', response }]);
  });
});
