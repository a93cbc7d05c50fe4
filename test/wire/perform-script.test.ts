import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concatSamples } from '../../src/audio/pure/pcm.js';
import { soundDbfs, speechDbfs } from '../../src/audio/pure/sound-level.js';
import { parseWav, type WavAudio } from '../../src/audio/pure/wav.js';
import { Cleanup } from '../../src/cli/session/cleanup.js';
import { speakingService } from '../../src/cli/session/speaking-service.js';
import type { Action, Script } from '../../src/script/model/script.js';
import { prepareSounds, type SpeakingService } from '../../src/script/speech/prepare-sounds.js';
import { SpeechFiles } from '../../src/script/speech/speech-cache.js';
import { VoiceliveError } from '../../src/shared/errors.js';
import { createSecrets } from '../../src/shared/secrets/registry.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import type { SessionOptions } from '../../src/session/state.js';
import { weatherTool } from '../../src/tools/demo-weather.js';
import { closeEmulatorsAfterEach, runEmulator, scriptedEars } from '../helpers/emulator-rig.js';
import {
  closePerformancesAfterEach,
  perform,
  scriptOf,
  spoken,
  typed,
  type Performed,
} from '../helpers/performance.js';

closeEmulatorsAfterEach();
closePerformancesAfterEach();

const text = { mode: 'text', session: { modalities: ['text'] } } as const;

const weather = {
  session: { modalities: ['text' as const], tools: [weatherTool] },
  runnableTools: ['get_weather'],
};

async function speech(name: string): Promise<WavAudio> {
  const file = new URL(`../fixtures/speech/${name}.wav`, import.meta.url);
  return parseWav(await readFile(file), name);
}

/** What a step does as a key would. */
function user(type: 'interrupt' | 'cancel' | 'truncate' | 'commit' | 'clear-input'): Action {
  return { type: 'intent', intent: { type } };
}

function words({ state }: Performed): readonly string[] {
  return state.transcript.flatMap((entry) =>
    entry.kind === 'user' || entry.kind === 'assistant' ? [`${entry.kind}: ${entry.text}`] : [],
  );
}

describe('a script in text', () => {
  it('sends each turn after the answer to the one before', async () => {
    const done = await perform(scriptOf([typed('hello')], [typed('what time is it')]), {
      options: text,
    });
    expect(done.problems).toEqual([]);
    expect(words(done)).toEqual([
      'user: hello',
      expect.stringMatching(/^assistant: Hello/),
      'user: what time is it',
      'assistant: It is ten forty five.',
    ]);
    expect(done.marks.map(({ step, phase }) => `${phase} ${String(step)}`)).toEqual([
      'start 0',
      'end 0',
      'start 1',
      'end 1',
    ]);
  });
});

describe('a script with sound', () => {
  it('speaks, and is answered', async () => {
    const said = 'What time is it?';
    const done = await perform(
      scriptOf([{ type: 'play', file: 'speech.wav', said, pushToTalk: false }]),
      {
        sounds: { 0: await speech('what-time-is-it') },
        emulator: { ears: scriptedEars('what time is it') },
      },
    );
    expect(done.problems).toEqual([]);
    expect(done.marks[0]).toMatchObject({ phase: 'start', said });
    expect(words(done)).toContain('assistant: It is ten forty five.');
  });

  it('interrupts a reply to the frame', async () => {
    const done = await perform(
      scriptOf(
        [typed('please count')],
        [
          { type: 'intent', intent: { type: 'interrupt' } },
          { type: 'heard', ms: 1200 },
        ],
      ),
    );
    expect(done.problems).toEqual([]);
    const flushed = done.inputs.find(({ type }) => type === 'flushed');
    expect(flushed).toMatchObject({ items: [{ handedSamples: 28_800 }] });
  });
});

describe('noise', () => {
  it('is as far below the speech as the script says, in what is sent and recorded', async () => {
    const sound = await speech('what-time-is-it');
    const samples = Int16Array.from({ length: 24_000 }, (_, n) => 3000 * Math.sin(n * n));
    const noisy: Script = {
      ...scriptOf([{ type: 'silence', ms: 1000 }], [spoken]),
      noise: { file: 'noise.wav', snrDb: 20 },
    };
    const done = await perform(noisy, {
      sounds: { 1: sound },
      noise: { samples, sampleRateHz: 24_000 },
      emulator: { ears: scriptedEars('what time is it') },
    });
    expect(done.problems).toEqual([]);
    const alone = done.frames.slice(5, 45);
    const noiseDbfs = soundDbfs({ samples: concatSamples(alone), sampleRateHz: 24_000 });
    expect((speechDbfs([sound]) ?? 0) - noiseDbfs).toBeCloseTo(20, 0);
  });
});

describe('moments', () => {
  const barge = scriptOf([typed('please count')], [spoken, { type: 'heard', ms: 1200 }]);
  const hearing = async () => ({
    sounds: { 1: await speech('unknown-sentence') },
    emulator: { ears: scriptedEars('stop') },
  });

  it('barge in on a reply with the next frame of the microphone, in every run', async () => {
    const starts: { readonly frame: number; readonly playedMs: number }[] = [];
    for (let run = 0; run < 2; run += 1) {
      const done = await perform(barge, await hearing());
      expect(done.problems).toEqual([]);
      const start = done.marks.find(({ step, phase }) => step === 1 && phase === 'start');
      const before = done.inputs.slice(0, start?.inputs);
      const played = before.flatMap((input) => (input.type === 'played' ? input.runs : []));
      const samples = played.reduce((sum, each) => sum + each.samples, 0);
      expect(samples).toBe(28_800);
      // Frames are silent before the utterance, which itself begins with 500 ms of near silence.
      const heard = done.frames.findIndex((frame) => frame.some((sample) => sample !== 0));
      const sentBefore = before.filter(
        (input) => input.type === 'sent' && input.audio !== undefined,
      ).length;
      starts.push({ frame: heard - sentBefore, playedMs: samples / 24 });
      expect(done.inputs.some(({ type }) => type === 'flushed')).toBe(true);
    }
    expect(starts[1]).toEqual(starts[0]);
  });

  it('let a short word between be heard, which does not end the reply', async () => {
    const samples = Int16Array.from({ length: 1440 }, (_, n) => 3000 * Math.sin(n / 20));
    const done = await perform(
      scriptOf([typed('what time is it')], [spoken, { type: 'heard', ms: 400 }]),
      { sounds: { 1: { samples, sampleRateHz: 24_000 } } },
    );
    expect(done.problems).toEqual([]);
    expect(done.inputs.some(({ type }) => type === 'flushed')).toBe(false);
    expect(done.frames.some((frame) => frame.some((sample) => sample > 2900))).toBe(true);
  });

  it('wait for events of the service, and for time on the clock of the microphone', async () => {
    const done = await perform(
      scriptOf(
        [typed('hello')],
        [typed('what time is it'), { type: 'event', event: 'response.done' }],
        [
          { type: 'silence', ms: 200 },
          { type: 'after', ms: 300 },
        ],
        [typed('hello'), { type: 'now' }],
        [{ type: 'wait', for: { type: 'event', event: 'response.done' } }, { type: 'now' }],
      ),
    );
    expect(done.problems).toEqual([]);
    const at = (step: number): number =>
      done.marks.find((mark) => mark.step === step && mark.phase === 'start')?.inputs ?? 0;
    const last = done.inputs[at(1) - 1];
    expect(last).toMatchObject({ type: 'server', event: { type: 'response.done' } });
    const sent = (from: number, to: number): number =>
      done.inputs.slice(from, to).filter((input) => input.type === 'sent' && input.audio).length;
    const end = done.marks.find(({ step, phase }) => step === 2 && phase === 'end');
    expect(sent(at(1), at(2))).toBe(15);
    expect(sent(at(2), end?.inputs ?? 0)).toBe(10);
  });

  it.each<readonly [string, Script, RegExp, Partial<SessionOptions>]>([
    [
      'more of a reply than there is',
      scriptOf(
        [typed('what time is it')],
        [typed('hello'), { type: 'heard', ms: 60_000 }],
        [typed('hello')],
      ),
      /^60000 ms of the reply were to be heard, but it ended after \d{3,4} ms\.$/,
      {},
    ],
    [
      'what is heard in a text session',
      scriptOf([typed('hello')], [typed('hello'), { type: 'heard', ms: 10 }]),
      /^10 ms of the reply cannot be heard: the session has no audio\.$/,
      text,
    ],
    [
      'a reply that nothing asked for',
      scriptOf([{ type: 'wait', for: { type: 'heard', ms: 10 } }]),
      /^10 ms of the reply were to be heard, but there was no reply\.$/,
      {},
    ],
    [
      'an event that does not come in time',
      scriptOf([
        { type: 'wait', for: { type: 'event', event: 'response.video.delta' } },
        undefined,
        300,
      ]),
      /^Timed out after 0\.3 s, waiting for the event response\.video\.delta \(activity: listening\)\.$/,
      {},
    ],
    [
      'a call that is not made',
      scriptOf([typed('hello')], [{ type: 'decide', decision: 'once', tool: 'get_weather' }]),
      /^No call of get_weather came: the turn ended without one\.$/,
      text,
    ],
    [
      'the result of a call that is not made',
      scriptOf([typed('hello')], [{ type: 'tool-result', tool: 'find', output: 'x', ok: true }]),
      /^No call of find came: the turn ended without one\.$/,
      text,
    ],
    [
      'another call',
      scriptOf([typed('weather in Paris')], [{ type: 'decide', decision: 'once', tool: 'find' }]),
      /^No call of find came: get_weather was called instead\.$/,
      { ...text, ...weather },
    ],
    [
      'the answer to a call that no step answers',
      scriptOf(
        [typed('weather in Paris')],
        [typed('hello')],
        [{ type: 'decide', decision: 'once' }],
      ),
      /^The call of get_weather waits for approval, and no approve or deny step comes next\.$/,
      { ...text, ...weather },
    ],
    [
      'a reply to interrupt',
      scriptOf([typed('hello')], [user('interrupt')], [typed('hello')]),
      /^There was no reply to interrupt \(activity: idle\)\.$/,
      text,
    ],
    [
      'a response to cancel, when its audio still plays',
      scriptOf(
        [typed('what time is it')],
        [user('cancel'), { type: 'event', event: 'response.done' }],
      ),
      /^There was no response to cancel \(activity: \w+\)\.$/,
      {},
    ],
    [
      'a reply to truncate in a text session',
      scriptOf([typed('hello')], [user('truncate'), { type: 'event', event: 'response.created' }]),
      /^No reply was playing that could be truncated \(activity: \w+\)\.$/,
      text,
    ],
    [
      'audio to commit while the connection is lost',
      scriptOf([typed('hello')], [{ type: 'disconnect' }], [user('commit'), { type: 'now' }]),
      /^The connection was lost: there was no audio to commit\.$/,
      text,
    ],
    [
      'speech in a text session',
      scriptOf([{ type: 'silence', ms: 10 }]),
      /^This step needs audio, and the session has none\.$/,
      text,
    ],
  ])(
    'that cannot come are told at once: %s',
    async (_what, script, reason, options) => {
      const done = await perform(script, { options });
      expect(done.problems.map((problem) => problem.reason)).toEqual([
        expect.stringMatching(reason),
      ]);
      expect(done.problems[0]?.place.line).toBe((done.problems[0]?.step ?? 0) + 1);
    },
    30_000,
  );
});

describe('steps that the service refuses', () => {
  it.each(['commit', 'clear-input'] as const)('are sent all the same: %s', async (type) => {
    const done = await perform(scriptOf([typed('hello')], [user(type)]), { options: text });
    expect(done.problems).toEqual([]);
    const event = `input_audio_buffer.${type.replace('-input', '')}`;
    const sent = done.inputs.flatMap((input) => (input.type === 'sent' ? [input.raw['type']] : []));
    expect(sent).toContain(event);
  });
});

describe('tools of a script', () => {
  it('are played by it, approved on the way', async () => {
    const done = await perform(
      scriptOf(
        [typed('weather in Paris')],
        [
          {
            type: 'tool-result',
            tool: 'get_weather',
            output: { city: 'Paris', temperature_c: 31, conditions: 'hail' },
            ok: true,
          },
        ],
      ),
      { options: { ...text, ...weather } },
    );
    expect(done.problems).toEqual([]);
    expect(words(done).at(-1)).toMatch(/31/);
  });

  it('are allowed and denied by name', async () => {
    const deny = scriptOf(
      [typed('weather in Paris')],
      [{ type: 'decide', decision: 'deny', tool: 'get_weather' }],
    );
    const done = await perform(deny, { options: { ...text, ...weather } });
    expect(done.problems).toEqual([]);
    expect(done.state.transcript.find(({ kind }) => kind === 'tool')).toMatchObject({
      phase: 'denied',
    });
  });
});

describe('the connection of a script', () => {
  it('breaks as a network would, and the script continues on the next one', async () => {
    const done = await perform(
      scriptOf([typed('hello')], [{ type: 'disconnect' }], [typed('what time is it')]),
      { options: text },
    );
    expect(done.problems).toEqual([]);
    expect(done.inputs).toContainEqual(
      expect.objectContaining({ type: 'socket-closed', code: 1006, retryable: true }),
    );
    expect(words(done).at(-1)).toBe('assistant: It is ten forty five.');
  });
});

describe('push-to-talk', () => {
  const options = {
    mode: 'push-to-talk',
    session: { modalities: ['text', 'audio'], turn_detection: null },
  } as const;
  const byKey: Action = { type: 'play', file: 'speech.wav', pushToTalk: true };

  it('is held from the first frame of the speech to its last', async () => {
    const sound = await speech('what-time-is-it');
    const done = await perform(scriptOf([byKey]), {
      options,
      sounds: { 0: sound },
      emulator: { ears: scriptedEars('what time is it') },
    });
    expect(done.problems).toEqual([]);
    expect(words(done).at(-1)).toBe('assistant: It is ten forty five.');
    const from = done.inputs.findIndex(
      (i) => i.type === 'intent' && i.intent.type === 'talk-start',
    );
    const to = done.inputs.findIndex((i) => i.type === 'intent' && i.intent.type === 'talk-send');
    const sent = done.inputs
      .slice(from, to)
      .filter((input) => input.type === 'sent' && input.audio && input.preRoll !== true);
    const seconds = sound.samples.length / sound.sampleRateHz;
    expect(sent).toHaveLength(Math.ceil(seconds * 50));
  });

  it('is told apart from turn detection', async () => {
    const sounds = { 0: await speech('what-time-is-it') };
    const open = await perform(scriptOf([byKey]), { sounds });
    expect(open.problems.map(({ reason }) => reason)).toEqual([
      'Push-to-talk needs a session without turn detection.',
    ]);
    const keyed = await perform(scriptOf([spoken]), { sounds, options });
    expect(keyed.problems.map(({ reason }) => reason)).toEqual([
      'The session has no turn detection: speech needs push-to-talk.',
    ]);
  });
});

describe('the voice of the service', () => {
  it('reads the text aloud before the session, once', async () => {
    const emulator = await runEmulator();
    const endpoint = resolveEndpoint({
      endpoint: emulator.url,
      target: { kind: 'model', model: 'gpt-realtime' },
    });
    const credential = { kind: 'emulator-token', token: emulator.token } as const;
    const folder = await mkdtemp(join(tmpdir(), 'voicelive-service-voice-'));
    let opened = 0;
    const closer = new Cleanup(
      (text) => text,
      () => undefined,
    );
    const plan = { label: 'test', emulated: false, endpoint, credential } as const;
    const inner = speakingService('gpt-realtime', plan, createSecrets(), closer, {});
    const service: SpeakingService = {
      ...inner,
      open: () => {
        opened += 1;
        return inner.open();
      },
    };
    const say = (text: string, voice?: string): Action => ({
      type: 'say',
      text,
      pushToTalk: false,
      voice: { type: 'service', ...(voice === undefined ? {} : { voice }) },
    });
    const script = scriptOf([say('It is ten forty five.')], [say('It is eleven.')]);
    const files = new SpeechFiles(folder);
    try {
      const sounds = await prepareSounds(script, { files, service });
      const seconds = [0, 1].map((step) => (sounds.of(step)?.samples.length ?? 0) / 24_000);
      expect(Math.min(...seconds)).toBeGreaterThan(0.5);
      await prepareSounds(script, { files, service });
      expect(opened).toBe(1);
      await expect(
        prepareSounds(scriptOf([say('x', 'nobody')]), { files, service }),
      ).rejects.toThrow('test.yaml:1:3: No voice is named nobody.');
      await emulator.close();
      await expect(prepareSounds(scriptOf([say('other')]), { files, service })).rejects.toThrow(
        VoiceliveError,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
