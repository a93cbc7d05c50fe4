import { afterEach } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import { packageHost } from '../../src/audio/host-client/host-process.js';
import type { WavAudio } from '../../src/audio/pure/wav.js';
import { scriptedUser } from '../../src/cli/session/scripted-user.js';
import { createProcessTransport } from '../../src/cli/fast/process-transport.js';
import { createService, type ServiceOptions } from '../../src/emulator/service.js';
import type { StepProblem } from '../../src/script/model/result.js';
import type { Action, Moment, Script, Step } from '../../src/script/model/script.js';
import type { StepMark } from '../../src/script/model/step-mark.js';
import { ScriptSounds } from '../../src/script/speech/script-sounds.js';
import { createController } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import { openSoundPath } from '../../src/session/controller/sound-path.js';
import type { Input } from '../../src/session/inputs.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { createSecrets } from '../../src/shared/secrets/registry.js';
import { VirtualClock } from '../../src/shared/virtual-clock.js';
import { createToolRunner } from '../../src/tools/runner.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import { calmEmulator } from './emulator-rig.js';
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
  readonly emulator?: Partial<ServiceOptions>;
  /** By the step's index. */
  readonly sounds?: Readonly<Record<number, WavAudio>>;
  readonly noise?: WavAudio;
}

const open: (() => Promise<void>)[] = [];

/** Call at the top of a test file. */
export function closePerformancesAfterEach(): void {
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });
}

/** Performs a script in a session with the emulator, in virtual time; with sound unless it is in text mode. */
export async function perform(script: Script, parts: PerformanceParts = {}): Promise<Performed> {
  const clock = new VirtualClock();
  const service = createService({ ...calmEmulator(), ...parts.emulator, clock });
  const endpoint = resolveEndpoint({
    endpoint: 'http://127.0.0.1',
    target: { kind: 'model', model: 'gpt-realtime' },
  });
  const isText = parts.options?.mode === 'text';
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
      const transport = createProcessTransport({ service, endpoint }, listener);
      user.onTransport?.(transport);
      return transport;
    }),
    ...(isText ? {} : { sound: openSoundPath(engine) }),
    tools: user.tools?.(real, 'ask', clock) ?? real,
    outputs: [
      {
        name: 'test',
        input: (input) => inputs.push(input),
        microphone: (samples) => frames.push(samples),
        close: () => Promise.resolve(),
      },
    ],
  });
  open.push(async () => {
    await controller.close();
    await service.close();
    clock.close();
  });
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
