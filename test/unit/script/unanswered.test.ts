import { describe, expect, it } from 'vitest';
import { unansweredReason } from '../../../src/script/unanswered.js';
import { SessionScript } from '../../helpers/session.js';

function reason(response?: Readonly<Record<string, unknown>>, error?: string): string {
  const session = new SessionScript().ready();
  const { nextLogSequence } = session.state;
  if (response !== undefined) {
    session.server({ type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } });
    if ('status' in response)
      session.server({ type: 'response.done', response: { id: 'resp_1', ...response } });
  }
  if (error !== undefined)
    session.server({ type: 'error', error: { type: 'server_error', message: error } });
  return unansweredReason(session.state, nextLogSequence);
}

describe('unansweredReason', () => {
  it('says what came instead of words', () => {
    expect(reason()).toBe('The turn was not answered: the service began no response.');
    expect(reason({})).toBe('The turn was not answered: its response has no end.');
    expect(reason({ status: 'completed', output: [] })).toBe(
      'The turn was not answered: its response completed without any output.',
    );
    const call = {
      type: 'function_call',
      status: 'completed',
      name: 'get_weather',
      call_id: 'c',
      arguments: '{}',
    };
    expect(reason({ status: 'completed', output: [call] })).toBe(
      'The turn was not answered: its response completed without words, with function_call get_weather.',
    );
    const status_details = { type: 'failed', error: { message: 'Out of quota.' } };
    expect(reason({ status: 'failed', status_details, output: [] })).toBe(
      'The turn was not answered: its response ended as failed (Out of quota).',
    );
  });

  it('is the error of the service where there is one', () => {
    expect(reason(undefined, 'Denied.')).toContain('the service reported');
    expect(reason(undefined, 'Denied.')).toContain('Denied');
  });

  it('is not about turns before', () => {
    const session = new SessionScript().ready();
    session.server({ type: 'error', error: { type: 'server_error', message: 'Earlier.' } });
    expect(unansweredReason(session.state, session.state.nextLogSequence)).not.toContain('Earlier');
  });
});
