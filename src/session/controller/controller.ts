import type { AudioEvent } from '../../audio/kernel/engine-types.js';
import { systemClock } from '../../shared/clock.js';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import type { JsonObject } from '../../shared/json.js';
import { secretsIn } from '../../shared/secrets/find-secrets.js';
import { minSecretLength } from '../../shared/secrets/secret-forms.js';
import { createSecrets } from '../../shared/secrets/registry.js';
import type { ToolRunner } from '../../tools/tool-call.js';
import type { Effect } from '../effects.js';
import { initialState } from '../initial-state.js';
import type { Failure } from '../failure.js';
import type { FileUse, Input, Intent, PartName, Untimed } from '../inputs.js';
import { outcomeWords, type SessionRecording } from '../session-output.js';
import type { SessionOptions, SessionState } from '../state.js';
import { update } from '../update.js';
import type { SessionView } from '../view.js';
import type {
  AttachedParts,
  ControllerParts,
  PartHost,
  ServerLink,
  SoundPath,
} from './controller-parts.js';
import { createDeltaHider } from './hide-deltas.js';
import { failureOf } from './failure.js';
import { Outputs } from './outputs.js';
import { promiseWithResolvers, settled } from './promises.js';
import { WakeTimers } from './wake-timers.js';

/** What the code that opens the parts reports to the session. */
type Report = Untimed<
  Extract<Input, { part: PartName } | { type: 'start' | 'notice' | 'recording-trouble' }>
>;

/** A running session. */
export interface Controller extends SessionView {
  /** What the session was told at its start, without secrets. */
  readonly options: SessionOptions;
  /** Gives the session a part; it closes the part at its end. */
  attach(parts: AttachedParts): void;
  report(input: Report): void;
  /** Events of the audio engine, once the sound is attached. */
  onAudio(event: AudioEvent): void;
  /** Settles when the session is over, with the reason when it ended badly. */
  readonly ended: Promise<Failure | undefined>;
  /** Closes everything in reverse order; idempotent. Each part keeps its own deadline. */
  close(): Promise<void>;
}

/** Where a user may have written secrets. */
function givenByUser(body: Untimed): unknown {
  if (body.type === 'intent') return body.intent;
  return body.type === 'file-read' ? body.content : undefined;
}

interface Queued {
  readonly input: Input;
  /** The PCM that came with the input: for the `play` effect, never for the state. */
  readonly samples?: Int16Array;
}

function expected(thrown: unknown): VoiceliveError {
  if (thrown instanceof VoiceliveError) return thrown;
  return new VoiceliveError(`Not recorded: ${messageOf(thrown)}.`, {
    code: 'recording',
    exitCode: exitCodes.usage,
    cause: thrown,
  });
}

/**
 * Drives the pure core: turns what the devices, the network and the user do into inputs, and carries out effects. It
 * decides nothing. Inputs are taken one at a time, in order; an effect's own consequences queue up behind.
 */
export function createController(parts: ControllerParts): Controller {
  const { readImage, random = Math.random, clock = systemClock } = parts;
  const startedMs = clock.nowMs();
  const listeners = new Set<() => void>();
  const queue: Queued[] = [];
  const secrets = parts.secrets ?? createSecrets();
  const hideDeltas = createDeltaHider(secrets);
  const tooShort = secrets.learn(
    secretsIn([parts.options.session, parts.options.uncheckedSession]),
  );
  const options = secrets.hide(parts.options);
  let state: SessionState = initialState(options);
  let draining = false;
  let closing: Promise<void> | undefined;
  let server: ServerLink | undefined;
  let sound: SoundPath | undefined;
  let tools: ToolRunner | undefined;
  let recording: SessionRecording | undefined;
  /** Recordings that are being opened or closed. */
  const changing = new Set<Promise<void>>();
  const { promise: ended, resolve: settle } = promiseWithResolvers<Failure | undefined>();

  const sessionMs = (): number => Math.round((clock.nowMs() - startedMs) * 1000) / 1000;

  const dispatch = (body: Untimed, samples?: Int16Array): void => {
    if (closing) return;
    const tooShort = secrets.learn(secretsIn(givenByUser(body)));
    const input: Input = { nowMs: sessionMs(), ...secrets.hide(hideDeltas(body)) };
    queue.push(samples ? { input, samples } : { input });
    if (tooShort > 0) warn(tooShort);
    if (draining) return;
    draining = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) take(next);
    } finally {
      draining = false;
    }
  };

  const warn = (tooShort: number): void => {
    const text = `Secrets shorter than ${minSecretLength} characters are redacted only in their own fields: ${tooShort} found.`;
    queue.push({ input: { nowMs: sessionMs(), type: 'notice', level: 'warning', text } });
  };

  const take = ({ input, samples }: Queued): void => {
    outputs.input(input);
    const step = update(state, input);
    state = step.state;
    if (state.connectionStartsMs.length > 0) outputs.endEarly();
    for (const effect of step.effects) carryOut(effect, samples);
    for (const listener of listeners) listener();
  };

  const carryOut = (effect: Effect, samples: Int16Array | undefined): void => {
    switch (effect.type) {
      case 'connect':
      case 'disconnect':
      case 'send':
      case 'send-again':
        server?.carryOut(secrets.reveal(effect));
        return;
      case 'begin-input':
      case 'resume-microphone':
      case 'forget-microphone':
      case 'play':
      case 'finish-playback':
      case 'flush':
      case 'mute-speaker':
        sound?.carryOut(effect, samples);
        return;
      case 'wake':
        wakes.wake(effect);
        return;
      case 'cancel-wake':
        wakes.cancel(effect.id);
        return;
      case 'run-tool':
        void tools?.run(secrets.reveal(effect)).then((result) => {
          dispatch({ type: 'tool-finished', callId: effect.callId, ...result });
        });
        return;
      case 'read-image':
        void showImage(secrets.reveal(effect.path));
        return;
      case 'start-recording':
        follow(startRecording(secrets.reveal(effect).directory));
        return;
      case 'stop-recording':
        follow(stopRecording());
        return;
      case 'read-file':
        void readUserFile(effect.use, secrets.reveal(effect.path));
        return;
      case 'save':
        void save(secrets.reveal(effect));
        return;
      case 'note-unsent':
        dispatch({ type: 'not-sent', event: effect.event, reason: effect.reason });
        return;
      case 'end':
        settle(effect.failure);
    }
  };

  const showImage = async (path: string): Promise<void> => {
    try {
      if (!readImage) throw new Error('local images are not available here');
      dispatch({ type: 'image-read', path, url: await readImage(path) });
    } catch (thrown) {
      dispatch({ type: 'image-read', path, problem: messageOf(thrown) });
    }
  };

  const follow = (change: Promise<void>): void => {
    changing.add(change);
    void change.finally(() => changing.delete(change));
  };

  const startRecording = async (directory: string | undefined): Promise<void> => {
    const begin = outputs.expect();
    try {
      if (!parts.openRecording) throw new Error('nothing can be recorded here');
      recording = await parts.openRecording(state, directory);
      begin(recording);
      dispatch({ type: 'part-open', part: 'recording', path: recording.path });
    } catch (thrown) {
      begin(undefined);
      dispatch({ type: 'part-failed', part: 'recording', failure: failureOf(expected(thrown)) });
    }
  };

  const stopRecording = async (): Promise<void> => {
    const stopped = recording;
    if (stopped === undefined) return;
    recording = undefined;
    outputs.detach(stopped);
    await stopped.close(state);
    const text = `Stopped recording to ${outcomeWords(stopped)}`;
    const isWhole = stopped.outcome().missing === undefined;
    dispatch({ type: 'notice', level: isWhole ? 'info' : 'warning', text });
  };

  const readUserFile = async (use: FileUse, path: string): Promise<void> => {
    try {
      dispatch({ type: 'file-read', use, path, content: await contentOf(use, path) });
    } catch (thrown) {
      dispatch({ type: 'file-read', use, path, problem: messageOf(thrown) });
    }
  };

  const contentOf = async (use: FileUse, path: string): Promise<JsonObject> => {
    if (use !== 'tools' && parts.readFile) return parts.readFile(use, path);
    if (use !== 'tools' || !tools) throw new Error('files cannot be read here');
    return { tools: await tools.load(path) };
  };

  const save = async (effect: Extract<Effect, { type: 'save' }>): Promise<void> => {
    try {
      if (!parts.saveTranscript) throw new Error('files cannot be written here');
      dispatch({ type: 'saved', path: await parts.saveTranscript(state, effect) });
    } catch (thrown) {
      dispatch({ type: 'saved', path: effect.path ?? '', problem: messageOf(thrown) });
    }
  };

  const outputs = new Outputs((text) => {
    dispatch({ type: 'notice', level: 'error', text });
  });
  const wakes = new WakeTimers({
    random,
    clock,
    onWoke: (id) => {
      dispatch({ type: 'woke', id });
    },
  });
  const host: PartHost = {
    nowMs: () => clock.nowMs(),
    getState: () => state,
    dispatch,
    outputs,
    voiceEndMs: () => sound?.voiceEndMs(),
    transport: {
      send: (text) => server?.send(text) ?? false,
      bufferedBytes: () => server?.bufferedBytes() ?? 0,
    },
  };

  const attach = (attached: AttachedParts): void => {
    server = attached.server?.(host) ?? server;
    sound = attached.sound?.(host) ?? sound;
    tools = attached.tools ?? tools;
    for (const output of attached.outputs ?? []) outputs.attach(output);
    if (attached.recording === undefined) return;
    ({ recording } = attached);
    outputs.attach(attached.recording);
  };

  const closeAll = async (): Promise<void> => {
    queue.length = 0;
    listeners.clear();
    wakes.close();
    const problems = [await settled(server), await settled(sound), await settled(tools)];
    await Promise.allSettled(changing);
    await outputs.close(state);
    const problem = problems.find((each) => each !== undefined);
    if (problem !== undefined)
      throw new Error(`closing the session: ${messageOf(problem)}`, { cause: problem });
  };

  attach(parts);
  if (tooShort > 0) warn(tooShort);
  return {
    options,
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch: (intent: Intent) => {
      dispatch({ type: 'intent', intent });
    },
    attach,
    report: dispatch,
    onAudio: (event) => sound?.onAudio(event),
    silence: (isSilent) => sound?.silence(isSilent),
    ended,
    close: () => (closing ??= closeAll()),
  };
}
