import { describe, expect, it } from 'vitest';
import { commandIn } from '../../src/session/commands/commands.js';
import { WiredSession } from '../helpers/wired-session.js';

/** Enters a line as the text box does, with `--unchecked` or without it. */
function entered(line: string, unchecked: boolean) {
  const session = new WiredSession(unchecked ? { unchecked } : {}).ready();
  session.left();
  const command = commandIn(session.state, line);
  if (command.kind === 'intent') session.intent(command.intent);
  const notice = session.state.transcript.at(-1);
  return { command, sent: session.left(), notice };
}

describe('--unchecked', () => {
  it.each([
    '/send {"type":"response.nudge","how":"gently"}',
    '/session {"turn_detection":{"type":"next_vad"}}',
    '/session turn_detection.type=next_vad',
    '/session {"new_field":1}',
  ])('sends %s after saying what is wrong with it', (line) => {
    const { sent, notice } = entered(line, true);
    expect(sent).toHaveLength(1);
    expect(notice).toMatchObject({ kind: 'notice', level: 'warning' });
    expect(JSON.stringify(notice)).toMatch(/Sent unchecked: .*(nudge|next_vad|new_field)/);
  });

  it('is named where an event is refused without it', () => {
    const { command, sent } = entered('/send {"type":"response.nudge"}', false);
    expect(command.kind === 'problem' && command.text).toMatch(/--unchecked sends it\.$/);
    expect(sent).toEqual([]);
  });

  it('does not send known fields of another type by hand: the session reads them', () => {
    expect(entered('/session {"modalities":3}', true).sent).toEqual([]);
  });

  it('sends options that the program does not read with those that it does', () => {
    const session = new WiredSession({
      unchecked: true,
      uncheckedSession: { temperature: 'warm' },
    });
    session.input({ type: 'start' });
    session.input({ type: 'socket-open', attempt: 1 });
    session.server({ type: 'session.created', session: { id: 'sess_1' } });
    expect(session.left()).toMatchObject([
      { session: { modalities: ['text', 'audio'], temperature: 'warm' } },
    ]);
  });
});
