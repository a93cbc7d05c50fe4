import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';
import { decodeBase64, encodeBase64 } from '../../src/audio/pure/pcm.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { isJsonObject } from '../../src/shared/json.js';

const rateHz = 24_000;
const deltaMs = 200;
/** Sent ahead of what is played. */
const leadDeltas = 5;
/** From the end of a reply to the next one: longer than anybody waits for silence. */
const pauseMs = 700;
/** A speaker who was not heard by then will not be. */
const onsetDeadlineMs = 5000;

/** Every sample of a reply. */
export const toneSample = 16_000;
/** A sample above it is heard. */
export const loudSample = 6000;

/** A service whose replies are one steady sound without an end, and that hears the first loud sample. */
export interface ToneService {
  readonly url: string;
  /** When it next hears somebody speak and says so, on the clock of `monotonicMs`; undefined when it hears nobody. */
  nextOnset(): Promise<number | undefined>;
  close(): Promise<void>;
}

const session = {
  id: 'sess_1',
  model: 'gpt-realtime',
  modalities: ['text', 'audio'],
  turn_detection: { type: 'server_vad' },
};
const delta = encodeBase64(new Int16Array((rateHz * deltaMs) / 1000).fill(toneSample));

/** Listens at a free port of this machine. */
export async function openToneService(): Promise<ToneService> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  let socket: WebSocket | undefined;
  let replies = 0;
  let isReplying = false;
  let onOnset: ((atMs: number) => void) | undefined;

  const say = (event: Readonly<Record<string, unknown>>): void => {
    socket?.send(JSON.stringify({ event_id: 'event_bench', ...event }));
  };
  const id = (): string => `resp_${replies}`;
  const sendDelta = (): void => {
    const item = { item_id: `item_${replies}`, output_index: 0, content_index: 0 };
    if (isReplying) say({ type: 'response.audio.delta', response_id: id(), ...item, delta });
  };
  const begin = (): void => {
    if (isReplying) return;
    replies += 1;
    isReplying = true;
    say({ type: 'response.created', response: { id: id(), status: 'in_progress' } });
    for (let n = 0; n < leadDeltas; n += 1) sendDelta();
  };
  const cancel = (): void => {
    if (!isReplying) return;
    isReplying = false;
    say({ type: 'response.done', response: { id: id(), status: 'cancelled', output: [] } });
    setTimeout(begin, pauseMs);
  };
  const speak = (): void => {
    const item_id = `item_user_${replies}`;
    onOnset?.(monotonicMs());
    onOnset = undefined;
    say({ type: 'input_audio_buffer.speech_started', item_id, audio_start_ms: 0 });
    say({ type: 'input_audio_buffer.speech_stopped', item_id, audio_end_ms: 0 });
    say({ type: 'input_audio_buffer.committed', item_id });
    cancel();
  };
  server.on('connection', (connection) => {
    socket = connection;
    say({ type: 'session.created', session });
    connection.on('message', (data: Buffer) => {
      const event: unknown = JSON.parse(data.toString('utf8'));
      if (!isJsonObject(event)) return;
      if (event['type'] === 'session.update') {
        say({ type: 'session.updated', session });
        begin();
      }
      if (event['type'] === 'response.cancel') cancel();
      const { audio } = event;
      if (onOnset === undefined || typeof audio !== 'string') return;
      if (decodeBase64(audio).some((sample) => Math.abs(sample) > loudSample)) speak();
    });
  });
  const ticks = setInterval(sendDelta, deltaMs);
  return {
    url: `http://127.0.0.1:${address.port}`,
    nextOnset: () =>
      new Promise((resolve) => {
        const deadline = setTimeout(() => {
          onOnset = undefined;
          resolve(undefined);
        }, onsetDeadlineMs);
        onOnset = (atMs) => {
          clearTimeout(deadline);
          resolve(atMs);
        };
      }),
    close: async () => {
      clearInterval(ticks);
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
