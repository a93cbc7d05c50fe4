import { changed } from '../change-state.js';
import { beginConnecting } from './begin-connecting.js';
import { end } from './connection.js';
import type { Input, PartName } from '../inputs.js';
import type { SessionOptions, SessionState } from '../state.js';
import { chain, noEffects, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';

type PartInput = Extract<Input, { part: PartName }>;
type PartOpen = Extract<PartInput, { type: 'part-open' }>;
type PartFailed = Extract<PartInput, { type: 'part-failed' }>;

/** A part of the session reports itself; the last one that opens lets the session connect. */
export function partReported(state: SessionState, input: PartInput): Step {
  switch (input.type) {
    case 'part-opening':
      return noEffects(withPart(state, input.part, 'opening'));
    case 'part-open':
      return chain(
        changed(withPart(state, input.part, 'open'), {
          options: optionsWith(state.options, input),
        }),
        (current) => (input.part === 'sound' ? applyMute(current) : noEffects(current)),
        (current) => noEffects(tellRecording(current, input)),
        connectWhenOpen,
      );
    case 'part-failed':
      return partFailed(state, input);
  }
}

/** `start`: connect now, or as soon as the parts are open. */
export function start(state: SessionState): Step {
  if (state.connection.phase !== 'idle') return noEffects(state);
  return connectWhenOpen(changed(state, { connection: { phase: 'waiting-for-parts' } }));
}

function connectWhenOpen(state: SessionState): Step {
  const waits = state.connection.phase === 'waiting-for-parts';
  const opening = Object.values(state.parts).includes('opening');
  return waits && !opening ? beginConnecting(state, 1) : noEffects(state);
}

function withPart(
  state: SessionState,
  part: PartName,
  phase: 'opening' | 'open' | 'failed',
): SessionState {
  return changed(state, { parts: { ...state.parts, [part]: phase } });
}

function optionsWith(options: SessionOptions, input: PartOpen): SessionOptions {
  switch (input.part) {
    case 'transport':
      return options;
    case 'recording':
      return { ...options, recordingPath: input.path };
    case 'sound': {
      const { noMicrophone, echoRoundTripMs } = input;
      return {
        ...options,
        ...(noMicrophone === undefined ? {} : { noMicrophone }),
        ...(echoRoundTripMs === undefined ? {} : { echoRoundTripMs }),
      };
    }
  }
}

/** What the user asked for while the speaker was being opened. */
function applyMute(state: SessionState): Step {
  return state.playback.speakerMuted
    ? { state, effects: [{ type: 'mute-speaker', muted: true }] }
    : noEffects(state);
}

/** One that was there from the start is named in the exit line only. */
function tellRecording(state: SessionState, input: PartOpen): SessionState {
  return input.part === 'recording' && hasConnected(state)
    ? addNotice(state, 'info', `Recording to ${input.path}.`)
    : state;
}

function hasConnected({ connectionStartsMs }: SessionState): boolean {
  return connectionStartsMs.length > 0;
}

function partFailed(before: SessionState, { part, failure, textSession }: PartFailed): Step {
  const wasOpen = before.parts[part] === 'open';
  const state = withPart(before, part, 'failed');
  // What breaks later shows itself in what it does: the socket closes, the device is lost.
  const isLate = wasOpen || (part === 'recording' && hasConnected(state));
  if (isLate) return noEffects(addNotice(state, 'error', failure.sentence));
  if (textSession === undefined) return end(state, failure);
  const inText: SessionState = changed(state, {
    options: { ...state.options, mode: 'text', session: textSession },
    asked: textSession,
  });
  const fix = failure.hint === undefined ? '' : ` ${failure.hint}`;
  const text = `${failure.sentence} Continuing in text mode.${fix}`;
  return connectWhenOpen(addNotice(inText, 'warning', text));
}

const openingWords = {
  sound: 'opening microphone and speaker',
  transport: 'starting the emulator',
} as const;

/** What is being opened, in words; what takes no time worth a word is left out. */
export function partsOpening({ parts, options }: SessionState): readonly string[] {
  return [
    ...(parts.sound === 'opening' ? [openingWords.sound] : []),
    ...(parts.transport === 'opening' && options.emulated ? [openingWords.transport] : []),
  ];
}
