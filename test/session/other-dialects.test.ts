import { describe, expect, it } from 'vitest';
import { readFrame } from '../../src/session/controller/incoming.js';
import { SessionScript } from '../helpers/session.js';

const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };

/** What the assistant said, as the transcript shows it. */
function replies(session: SessionScript): readonly string[] {
  return session.state.transcript.flatMap((entry) =>
    entry.kind === 'assistant' ? [entry.text] : [],
  );
}

function begun(): SessionScript {
  const session = new SessionScript().ready();
  session.server({ type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } });
  return session;
}

function done(session: SessionScript, output: readonly object[] = []): void {
  session.server({
    type: 'response.done',
    response: { id: 'resp_1', status: 'completed', output },
  });
}

describe('a reply under the names of the OpenAI Realtime API', () => {
  it('is shown as it is written and when it is complete', () => {
    const session = begun();
    session.server({ type: 'response.output_text.delta', ...place, delta: 'Hel' });
    expect(replies(session)).toEqual(['Hel']);
    session.server({ type: 'response.output_text.done', ...place, text: 'Hello.' });
    done(session);
    expect(replies(session)).toEqual(['Hello.']);
  });

  it('is heard: its audio is taken out of the event and decoded', () => {
    const delta = Buffer.from(new Int16Array([1, -2, 3]).buffer).toString('base64');
    const frame = { event_id: 'event_1', type: 'response.output_audio.delta', ...place, delta };
    const { input, samples } = readFrame(JSON.stringify(frame), 'pcm16');
    expect(samples).toEqual(new Int16Array([1, -2, 3]));
    expect(input).toMatchObject({
      type: 'server',
      event: { type: 'response.audio.delta' },
      raw: { type: 'response.output_audio.delta', delta: '<audio 6 bytes>' },
      audioSamples: 3,
    });
  });

  it('has a transcript', () => {
    const session = begun();
    session.server({ type: 'response.output_audio_transcript.delta', ...place, delta: 'It is' });
    const transcript = 'It is noon.';
    session.server({ type: 'response.output_audio_transcript.done', ...place, transcript });
    done(session);
    expect(replies(session)).toEqual(['It is noon.']);
  });
});

describe('a reply whose words come without deltas', () => {
  const message = (part: object): object => ({
    id: 'item_1',
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [part],
  });

  it.each([
    ['output_text', { type: 'output_text', text: 'Only here.' }],
    ['output_audio', { type: 'output_audio', transcript: 'Only here.' }],
    ['text', { type: 'text', text: 'Only here.' }],
  ])('is shown from a part of type %s of a finished part, item or response', (_type, part) => {
    const byPart = begun();
    byPart.server({ type: 'response.content_part.done', ...place, part });
    const byItem = begun();
    byItem.server({
      type: 'response.output_item.done',
      response_id: 'resp_1',
      output_index: 0,
      item: message(part),
    });
    const byResponse = begun();
    done(byResponse, [message(part)]);
    for (const session of [byPart, byItem, byResponse])
      expect(replies(session)).toEqual(['Only here.']);
  });

  it('is shown once where everything brings it', () => {
    const session = begun();
    const part = { type: 'text', text: 'Hello.' };
    session.server({ type: 'response.text.delta', ...place, delta: 'Hello.' });
    session.server({ type: 'response.content_part.done', ...place, part });
    session.server({
      type: 'response.output_item.done',
      response_id: 'resp_1',
      output_index: 0,
      item: message(part),
    });
    done(session, [message(part)]);
    expect(replies(session)).toEqual(['Hello.']);
  });
});
