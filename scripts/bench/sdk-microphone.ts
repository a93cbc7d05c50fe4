import { spawn } from 'node:child_process';
import { VoiceLiveClient } from '@azure/ai-voicelive';

/** Sends what `parec` hears to the service at a URL with the official SDK, as its samples do, 20 ms at a time. */
const [url = ''] = process.argv.slice(2);
const session = new VoiceLiveClient(url, { key: 'key-of-a-benchmark' }).createSession(
  'gpt-realtime',
);
session.subscribe({ onServerEvent: () => Promise.resolve() });
await session.connect();
await session.updateSession({ modalities: ['text', 'audio'] });
const format = ['--raw', '--format=s16le', '--rate=24000', '--channels=1', '--latency-msec=20'];
const microphone = spawn('parec', format, { stdio: ['ignore', 'pipe', 'inherit'] });
microphone.stdout.on('data', (bytes: Buffer) => {
  void session.sendAudio(bytes);
});
