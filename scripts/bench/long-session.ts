import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { SessionView } from '../../src/session/view.js';
import { openTui } from '../../src/tui/open-tui.js';
import { SessionScript } from '../../test/helpers/session.js';
import { tenth, type Figure } from './figures.js';
import { NoTerminal } from './no-terminal.js';

const turnMs = 10_000;
const minuteMs = 60_000;

/** A spoken turn of ten seconds, both sides, as the service and the devices report it: about 350 inputs. */
function spokenTurn(script: SessionScript, number: number): void {
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

/** T4: the memory of session core, screen and Ink after eight hours of talk, against that after ten minutes. */
export async function longSession(hours: number): Promise<Figure> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const heap = async (): Promise<number> => {
    // Draw pending frames first, and do not count garbage.
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 1e6;
  };
  const script = new SessionScript().ready();
  const listeners = new Set<() => void>();
  const view: SessionView = {
    getState: () => script.state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch: () => undefined,
  };
  const terminal = new NoTerminal();
  const tui = openTui(view, {
    stdin: terminal,
    stdout: terminal,
    theme: 'terminal',
    colorDepth: 1,
  });
  const turns = (hours * 60 * minuteMs) / turnMs;
  let early = Number.NaN;
  for (let number = 1; number <= turns; number += 1) {
    spokenTurn(script, number);
    // The effects collected for tests are not part of a session.
    script.effects = [];
    for (const listener of listeners) listener();
    await new Promise((resolve) => setImmediate(resolve));
    if (number * turnMs === 10 * minuteMs) early = await heap();
  }
  const late = await heap();
  await tui.close();
  const ratio = late / early;
  return {
    id: 'T4',
    what: `memory after ${String(hours)} hours of talk (${String(turns)} turns, core and screen) against that after 10 minutes`,
    target: '≤ 1.15×',
    result: `${ratio.toFixed(2)}× (${tenth(late).toFixed(1)} and ${tenth(early).toFixed(1)} MB; ${String(terminal.frames)} frames)`,
    met: ratio <= 1.15,
    values: { ratio: Number(ratio.toFixed(3)), lateMb: tenth(late), earlyMb: tenth(early), turns },
  };
}
