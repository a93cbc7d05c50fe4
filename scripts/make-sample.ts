import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodeMuLaw } from '../src/audio/pure/g711.js';
import { bytesToSamples, msToSamples, samplesToBytes } from '../src/audio/pure/pcm.js';
import { resample } from '../src/audio/pure/resample.js';
import { wavHeader } from '../src/audio/pure/wav.js';
import { readWavLayout } from '../src/recording/wav-layout.js';
import { Espeak } from '../src/audio/files/espeak.js';
import { speechSpan } from '../src/emulator/voice/timing.js';
import { voiceProfile } from '../src/emulator/voice/voice-profile.js';
import { buildBundle } from './build.js';

/**
 * Records the sample that is committed: a spoken question, a story that is interrupted, and a tool call, by telephone
 * (G.711, 8 kHz) so that it is small. The emulator answers; espeak-ng speaks for the user.
 */
const target = new URL('../recordings/sample/', import.meta.url).pathname;
const program = new URL('../bin/voicelive.js', import.meta.url).pathname;
const rateHz = 24_000;
const maxBytes = 300_000;

/** What the user says, and when it begins. */
const said = [
  { atMs: 100, text: 'what time is it' },
  { atMs: 3400, text: 'tell me a story' },
  { atMs: 6500, text: 'what is the weather in Oslo' },
] as const;
const lengthMs = 8300;

const scenario = `
name: sample
slots:
  city: { values: [Oslo, Bergen] }
turns:
  - phrases: [what time is it]
    say: It is noon.
  - phrases: [tell me a story]
    say: Once there was a lighthouse keeper who had a very small boat and a very large voice.
  - phrases: ['what is the weather in {city}']
    call: { name: [get_weather], arguments: { city: '{{city}}' } }
    then: 'In {{city}} it is {{output.sky}}.'
`;

const session = `
turn_detection: { type: server_vad, silence_duration_ms: 250 }
`;

/** The user's side: speech at its times, and silence after it for the last reply. */
async function microphone(): Promise<Int16Array> {
  const espeak = new Espeak();
  const samples = new Int16Array(msToSamples(lengthMs, rateHz));
  for (const { atMs, text } of said) {
    const voice = { ...voiceProfile('alloy'), wordsPerMinute: 150 };
    const result = await espeak.say(text, voice);
    if (result.kind !== 'sound') throw new Error(`espeak-ng could not say "${text}"`);
    const speech = resample(result.sound.samples, result.sound.sampleRateHz, rateHz);
    const { start, end } = speechSpan(speech);
    samples.set(speech.slice(start, end), msToSamples(atMs, rateHz));
    console.log(`${atMs} to ${atMs + Math.round(((end - start) * 1000) / rateHz)} ms: ${text}`);
  }
  await espeak.close();
  return samples;
}

/** The WAV of a recording as G.711 µ-law: half the size, the same offsets. */
function asMuLaw(wav: Uint8Array): Uint8Array {
  const { channels, dataAt, rateHz: wavRateHz } = readWavLayout(wav);
  const sound = encodeMuLaw(bytesToSamples(wav.subarray(dataAt)));
  const header = Buffer.from(wavHeader(wavRateHz, channels, sound.length));
  header.writeUInt16LE(7, 20);
  header.writeUInt32LE(wavRateHz * channels, 28);
  header.writeUInt16LE(channels, 32);
  header.writeUInt16LE(8, 34);
  return Buffer.concat([header, sound]);
}

async function record(cwd: string): Promise<string> {
  const samples = await microphone();
  const wav = Buffer.concat([wavHeader(rateHz, 1, 2 * samples.length), samplesToBytes(samples)]);
  await writeFile(join(cwd, 'user.wav'), wav);
  await writeFile(join(cwd, 'scenario.yaml'), scenario);
  await writeFile(join(cwd, 'session.yaml'), session);
  const options =
    '--emulator --scenario scenario.yaml --session session.yaml --mic user.wav --speaker none ' +
    '--input-format g711_ulaw --output-format g711_ulaw --approve always --record recordings';
  const talk = promisify(execFile)(process.execPath, [program, 'talk', ...options.split(' ')], {
    cwd,
  });
  talk.child.stdin?.end();
  console.log((await talk).stderr);
  const [name = ''] = await readdir(join(cwd, 'recordings'));
  return join(cwd, 'recordings', name);
}

await buildBundle({ clean: false });
const folder = await mkdtemp(join(tmpdir(), 'voicelive-sample-'));
try {
  const recording = await record(folder);
  const events = await readFile(join(recording, 'events.jsonl'));
  const wav = asMuLaw(await readFile(join(recording, 'session.wav')));
  const bytes = events.length + wav.length;
  console.log(`${events.length} bytes of events, ${wav.length} of sound`);
  if (bytes > maxBytes) throw new Error(`the sample takes ${bytes} bytes`);
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'events.jsonl'), events);
  await writeFile(join(target, 'session.wav'), wav);
} finally {
  await rm(folder, { recursive: true });
}
