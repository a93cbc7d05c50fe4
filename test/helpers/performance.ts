import { afterEach } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import { packageHost } from '../../src/audio/host-client/host-process.js';
import type { WavAudio } from '../../src/audio/pure/wav.js';
import { scriptedUser } from '../../src/cli/session/scripted-user.js';
import type { ServerOptions } from '../../src/emulator/server.js';
import type { StepProblem } from '../../src/script/model/result.js';
import type { Action, Moment, Script, Step } from '../../src/script/model/script.js';
import type { StepMark } from '../../src/script/model/step-mark.js';
import { ScriptSounds } from '../../src/script/speech/script-sounds.js';
import { createController, type Controller } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import { openSoundPath } from '../../src/session/controller/sound-path.js';
import type { Input } from '../../src/session/inputs.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { systemClock, type Clock } from '../../src/shared/clock.js';
import { createSecrets } from '../../src/shared/secrets/registry.js';
import { createToolRunner } from '../../src/tools/runner.js';
import { createTransport } from '../../src/transport/connection.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import { runEmulator } from './emulator-rig.js';
import { handsFree } from './session.js';

/** A step at a line of its own; once the session is settled. */
export function step(line: number, action: Action, more: Partial<Step> = {}): Step {
  return {
    place: { file: 'test.yaml', line, column: 3 },
    action,
    at: { type: 'settled' },
    checks: [],
    ...more,
  };
}

/** The steps at the lines 1, 2, 3 and so on, each with the moment at which it is done. */
export function scriptOf(
  ...steps: readonly (readonly [Action, (Moment | undefined)?, number?])[]
): Script {
  return {
    name: 'test',
    file: 'test.yaml',
    options: {},
    steps: steps.map(([action, at, timeoutMs], index) =>
      step(index + 1, action, { ...(at && { at }), ...(timeoutMs && { timeoutMs }) }),
    ),
    checks: [],
  };
}

export function typed(text: string): Action {
  return { type: 'intent', intent: { type: 'say', text } };
}

export const spoken: Action = { type: 'play', file: 'speech.wav', pushToTalk: false };

/** What became of a performance. */
export interface Performed {
  readonly problems: readonly StepProblem[];
  readonly marks: readonly StepMark[];
  readonly inputs: readonly Input[];
  /** Frames of the microphone, as they were sent and recorded. */
  readonly frames: readonly Int16Array[];
  readonly state: SessionState;
}

export interface PerformanceParts {
  readonly options?: Partial<SessionOptions>;
  readonly emulator?: Partial<ServerOptions>;
  /** By the step's index. */
  readonly sounds?: Readonly<Record<number, WavAudio>>;
  readonly noise?: WavAudio;
  readonly clock?: Clock;
  /** Called with every input. */
  readonly onInput?: (input: Input, controller: Controller) => void;
}

const open: Controller[] = [];

/** Call at the top of a test file. */
export function closePerformancesAfterEach(): void {
  afterEach(async () => {
    for (const controller of open.splice(0)) await controller.close();
  });
}

/** Performs a script in a session with the emulator over a real WebSocket; with sound unless it is in text mode. */
export async function perform(script: Script, parts: PerformanceParts = {}): Promise<Performed> {
  const emulator = await runEmulator(parts.emulator);
  const endpoint = resolveEndpoint({
    endpoint: emulator.url,
    target: { kind: 'model', model: 'gpt-realtime' },
  });
  const credential = { kind: 'emulator-token', token: emulator.token } as const;
  const isText = parts.options?.mode === 'text';
  const clock = parts.clock ?? systemClock;
  const sounds = new ScriptSounds(
    new Map(Object.entries(parts.sounds ?? {}).map(([index, audio]) => [Number(index), audio])),
    new Map(parts.noise ? [['noise.wav', parts.noise]] : []),
  );
  const performer = await scriptedUser(script, isText ? undefined : sounds, clock);
  const { user, canAsk } = performer;
  const inputs: Input[] = [];
  const frames: Int16Array[] = [];
  const engine = createAudioEngine(
    {
      inputRateHz: 24_000,
      outputRateHz: 24_000,
      microphone: 'none',
      speaker: 'none',
      lowLatency: false,
      ...(user.microphone && { scripted: user.microphone }),
    },
    { clock, hostProgram: packageHost },
  );
  const real = createToolRunner([], { env: {}, secrets: createSecrets() });
  const controller = createController({
    options: {
      ...handsFree,
      emulated: true,
      ...parts.options,
      canAsk,
    },
    clock,
    server: openServerLink((listener) => {
      const transport = createTransport({ endpoint, credential }, listener);
      user.onTransport?.(transport);
      return transport;
    }),
    ...(isText ? {} : { sound: openSoundPath(engine) }),
    tools: user.tools?.(real, 'ask', clock) ?? real,
    outputs: [
      {
        name: 'test',
        input: (input) => {
          inputs.push(input);
          parts.onInput?.(input, controller);
        },
        microphone: (samples) => frames.push(samples),
        close: () => Promise.resolve(),
      },
    ],
  });
  open.push(controller);
  if (!isText)
    await engine.start((event) => {
      controller.onAudio(event);
    });
  const marks: StepMark[] = [];
  const performed = performer.perform(controller, (mark) => marks.push(mark));
  controller.report({ type: 'start' });
  const { problems } = await performed;
  return { problems, marks, inputs, frames, state: controller.getState() };
}
