import { spawn } from 'node:child_process';
import { samplesToBytes } from '../../src/audio/pure/pcm.js';
import { PulseConnection } from '../../src/audio/pulse/connection.js';
import { listSinkInputs, muteSinkInput } from '../../src/audio/pulse/introspection.js';
import { toneSample } from './tone-service.js';

/** Plays a tone with `pacat` for as many seconds as the argument says, and has the server mute it on ESC, unmute it on any other key. */
const rateHz = 24_000;
const [seconds = '0'] = process.argv.slice(2);
const player = spawn(
  'pacat',
  ['--raw', '--format=s16le', `--rate=${rateHz}`, '--channels=1', '--latency-msec=60'],
  { stdio: ['pipe', 'ignore', 'inherit'] },
);
player.stdin.on('error', () => undefined);
player.stdin.write(samplesToBytes(new Int16Array(rateHz * Number(seconds)).fill(toneSample)));
const connection = await PulseConnection.open('bench');
let index: number | undefined;
while (index === undefined) {
  index = (await listSinkInputs(connection)).find(
    ({ properties }) => properties.get('application.process.id') === String(player.pid),
  )?.index;
}
const known = index;
process.stdin.setRawMode(true);
process.stdin.on('data', (bytes: Buffer) => {
  void muteSinkInput(connection, known, bytes[0] === 0x1b);
});
process.on('SIGHUP', () => {
  player.kill();
  process.exit();
});
process.stdout.write('playing');
