import type { SessionScript } from '../../test/helpers/session.js';

export const turnMs = 10_000;

/** A spoken turn of ten seconds, both sides, as the service and the devices report it: about 350 inputs. */
export function spokenTurn(script: SessionScript, number: number): void {
  const user = `item_u${String(number)}`;
  const place = {
    response_id: `resp_${String(number)}`,
    item_id: `item_a${String(number)}`,
    output_index: 0,
    content_index: 0,
  };
  const startMs = number * turnMs;
  script.nowMs = startMs;
  script.server({
    type: 'input_audio_buffer.speech_started',
    item_id: user,
    audio_start_ms: startMs,
  });
  for (let frame = 0; frame < 100; frame += 1) {
    script.nowMs = startMs + frame * 20;
    script.append();
  }
  script.server({
    type: 'input_audio_buffer.speech_stopped',
    item_id: user,
    audio_end_ms: startMs + 2000,
  });
  script.server({ type: 'input_audio_buffer.committed', item_id: user });
  script.server({
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: user,
    content_index: 0,
    transcript: `What about the number ${String(number)}, and why?`,
  });
  const response = { id: place.response_id, status: 'in_progress' };
  script.server({ type: 'response.created', response });
  for (let word = 0; word < 40; word += 1) {
    script.server({
      type: 'response.audio_transcript.delta',
      ...place,
      delta: `word${String(word)} `,
    });
    script.server({ type: 'response.audio.delta', ...place, delta: 'AAAA' }, 2400);
  }
  script.server({ type: 'response.audio.done', ...place });
  for (let frame = 0; frame < 200; frame += 1) {
    script.nowMs = startMs + 3000 + frame * 20;
    script.heard(0.02, place.item_id, frame * 480);
  }
  script.server({
    type: 'response.done',
    response: {
      id: place.response_id,
      status: 'completed',
      output: [],
      usage: {
        total_tokens: 300,
        input_tokens: 200,
        output_tokens: 100,
        input_token_details: { text_tokens: 100, audio_tokens: 100, cached_tokens: 0 },
        output_token_details: { text_tokens: 40, audio_tokens: 60 },
      },
    },
  });
}
