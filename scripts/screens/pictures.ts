import type { SessionState } from '../../src/session/state.js';
import type { Size } from '../../src/tui/layout/scene.js';
import { editorWith } from '../../src/tui/editor.js';
import { initialUi, type UiState } from '../../src/tui/ui-state.js';
import { Story } from './story.js';

/** One picture of the gallery. */
export interface Picture {
  readonly name: string;
  readonly size: Size;
  readonly state: SessionState;
  readonly ui: UiState;
}

const standard: Size = { columns: 80, rows: 24 };
const wide: Size = { columns: 120, rows: 40 };
const large: Size = { columns: 160, rows: 50 };
const small: Size = { columns: 40, rows: 10 };

const weather = 'It is four degrees and raining in Oslo. Take a coat with you.';
const counting =
  'One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen.';

function oneTurn(): Story {
  return new Story()
    .opened()
    .userSays("What's the weather in Oslo?", 1800)
    .replies(weather, 3600)
    .generated();
}

function counted(): Story {
  return oneTurn().plays(3600).after(600).userSays('Please count to sixty.', 1500);
}

function interrupted(): SessionState {
  return counted().replies(counting, 9250).plays(3400).interrupted().state;
}

function withLatency(): SessionState {
  const story = counted().replies(counting, 9250).plays(3400).interrupted();
  return story
    .after(400)
    .userSays('Thank you, that will do.', 1300)
    .replies('You are welcome!', 1400)
    .generated()
    .plays(1400).state;
}

/** Sound that keeps up, after a hiccup. */
function withHealth(): SessionState {
  const story = oneTurn().plays(1800).sounds({
    microphoneDriftPpm: 12.4,
    speakerDriftPpm: -3.2,
    deviceDepthMs: 100,
    preBufferMs: 40,
    hostLagMs: 1.2,
    captureLagMs: 3.4,
  });
  return story.hiccups(2).state;
}

/** Key of the reply that was cut. */
function turnOf({ transcript }: SessionState): string | undefined {
  return transcript.findLast((entry) => entry.kind === 'assistant')?.key;
}

function at(
  name: string,
  state: SessionState,
  ui: Partial<UiState> = {},
  size: Size = standard,
): Picture {
  return { name, size, state, ui: { ...initialUi, ...ui } };
}

/** The main states of the screen. */
export function pictures(): readonly Picture[] {
  const cut = interrupted();
  const truncation = cut.log.findLast((entry) => entry.type === 'conversation.item.truncate');
  const selected = truncation === undefined ? {} : { selected: truncation.sequence };
  const approval = new Story().opened().userSays('Is it cold in Oslo?', 1400);
  const recording = new Story({ mode: 'push-to-talk' }).opened().after(900);
  return [
    at('start', new Story().state),
    at('listening', new Story().opened().state),
    at(
      'hearing-you',
      new Story()
        .opened()
        .speaks(400)
        .server({
          type: 'input_audio_buffer.speech_started',
          item_id: 'item_user_1',
          audio_start_ms: 180,
        })
        .speaks(900).state,
    ),
    at('speaking', oneTurn().plays(1800).state),
    at('interrupted', cut),
    at('approval', approval.callsTool('get_weather', { city: 'Oslo', unit: 'celsius' }).state),
    at('event-log', cut, { focus: 'log', ...selected }),
    at('turn', cut, { focus: 'transcript', turn: turnOf(cut) }),
    at(
      'event-json',
      cut,
      truncation === undefined
        ? {}
        : { overlay: { ...initialUi.overlay, kind: 'event', sequence: truncation.sequence } },
    ),
    at('help', cut, { overlay: { kind: 'help' } }),
    at('help-typing', cut, { focus: 'text', overlay: { kind: 'help', place: 'typing' } }),
    at('help-small', cut, { overlay: { kind: 'help', place: 'log' } }, small),
    at('typing', cut, { focus: 'text', editor: editorWith('And what about tomorrow?') }),
    at('text-session', new Story({ mode: 'text' }).opened().state),
    at('text-session-keys', new Story({ mode: 'text' }).opened().state, { focus: 'keys' }),
    at('text-session-small', new Story({ mode: 'text' }).opened().state, {}, small),
    at('quit-question', oneTurn().plays(1800).state, {
      leaving: 'q',
      hint: 'Press q again to quit: a reply is playing.',
    }),
    at('sound', withHealth(), { panel: 'sound' }),
    at('sound-wide', withHealth(), { panel: 'sound' }, wide),
    at('sound-small', withHealth(), { panel: 'sound' }, small),
    at('recording', recording.person({ type: 'talk-start' }).speaks(1200).state, {
      reportsRelease: true,
    }),
    at(
      'closed',
      oneTurn()
        .plays(1800)
        .server({
          type: 'error',
          error: {
            type: 'server_error',
            code: 'session_expired',
            message: 'Your session hit the maximum duration of 60 minutes.',
          },
        })
        .breaks(1001, 'session expired').state,
    ),
    at('small', cut, {}, small),
    at('wide', cut, {}, wide),
    at('large', withLatency(), {}, large),
  ];
}
