import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';
import { decodeBase64, encodeBase64 } from '../../../src/audio/pure/pcm.js';
import { isJsonObject } from '../../../src/shared/json.js';
import { MicrophoneCheck, replyLength, replyNumber } from './numbers.js';

/**
 * A service in a process of its own: `node numbered-service EVENTS BIG`. It checks the numbers of the microphone, talks with
 * EVENTS words a second and numbered replies, and sends BIG events of 20,000 objects a second. It tells its parent its port,
 * answers every message with what came to pass, and sends no new reply after `stop`.
 */
const [wordsPerSecond = 0, bigPerSecond = 0] = process.argv.slice(2).map(Number);
const tickMs = 20;
const replyEveryMs = 2000;
/** Replies come in a burst, then four times as fast as they are played: a hold-up of half a second is bridged. */
const deltaMs = 200;
const deltaEveryMs = 50;
const burstDeltas = 3;
const rateHz = 24_000;

const session = {
  id: 'sess_1',
  model: 'gpt-realtime',
  modalities: ['text', 'audio'],
  turn_detection: { type: 'server_vad' },
};
const bigEvent = JSON.stringify({
  type: 'rate_limits.updated',
  event_id: 'event_big',
  rate_limits: Array.from({ length: 20_000 }, (_, n) => ({
    name: `limit ${n}`,
    limit: n,
    remaining: n,
    reset_seconds: 1.5,
  })),
});

const check = new MicrophoneCheck();
let socket: WebSocket | undefined;
let replies = 0;
let bigEvents = 0;
let isStopped = false;
let port = 0;

function report(): void {
  process.send?.({ ...check.tally, port, replies, bigEvents });
}

function say(event: Readonly<Record<string, unknown>>): void {
  socket?.send(JSON.stringify({ event_id: 'event_test', ...event }));
}

function placeOf(reply: number) {
  return {
    response_id: `resp_${reply}`,
    item_id: `item_${reply}`,
    output_index: 0,
    content_index: 0,
  };
}

function beginReply(): void {
  const reply = replies;
  const place = placeOf(reply);
  const deltaSamples = (deltaMs * rateHz) / 1000;
  const length = replyLength(reply);
  replies += 1;
  say({ type: 'response.created', response: { id: place.response_id, status: 'in_progress' } });
  let at = 0;
  const next = (): void => {
    const samples = Int16Array.from({ length: Math.min(deltaSamples, length - at) }, (_, n) =>
      replyNumber(at + n),
    );
    at += samples.length;
    say({ type: 'response.audio.delta', ...place, delta: encodeBase64(samples) });
    if (at < length) return;
    clearInterval(rest);
    say({ type: 'response.audio.done', ...place });
    const response = { id: place.response_id, status: 'completed', output: [] };
    say({ type: 'response.done', response });
  };
  const rest = setInterval(next, deltaEveryMs);
  for (let n = 0; n < burstDeltas; n += 1) next();
}

function talk(): void {
  let tick = 0;
  let words = 0;
  setInterval(() => {
    tick += 1;
    const elapsedMs = tick * tickMs;
    if (!isStopped && elapsedMs % replyEveryMs === tickMs) beginReply();
    for (; words < (elapsedMs * wordsPerSecond) / 1000; words += 1)
      say({ type: 'response.audio_transcript.delta', ...placeOf(replies - 1), delta: 'word ' });
    if (bigEvents >= Math.floor((elapsedMs * bigPerSecond) / 1000)) return;
    bigEvents += 1;
    socket?.send(bigEvent);
  }, tickMs);
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('connection', (connection) => {
  socket = connection;
  say({ type: 'session.created', session });
  connection.on('message', (data: Buffer) => {
    const event: unknown = JSON.parse(data.toString('utf8'));
    if (!isJsonObject(event)) return;
    if (event['type'] === 'session.update') {
      say({ type: 'session.updated', session });
      talk();
    }
    if (typeof event['audio'] === 'string') check.take(decodeBase64(event['audio']));
  });
});
process.on('disconnect', () => {
  process.exit();
});
process.on('message', (message) => {
  if (message === 'stop') isStopped = true;
  report();
});
await once(server, 'listening');
const address = server.address();
port = typeof address === 'object' && address !== null ? address.port : 0;
report();
