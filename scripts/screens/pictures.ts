import type { SessionState } from '../../src/session/state.js';
import type { Size } from '../../src/tui/layout/scene.js';
import { editorWith } from '../../src/tui/editor.js';
import { newSearch, withQuery } from '../../src/tui/search/search.js';
import { continueSearch } from '../../src/tui/search/searching.js';
import { initialUi, type UiState } from '../../src/tui/ui-state.js';
import { Story } from './story.js';
import type { SessionOptions } from '../../src/session/state.js';
import type { PictureTheme } from './svg.js';

/** One picture of the gallery. */
export interface Picture {
  readonly name: string;
  /** What it shows, for the gallery. */
  readonly about: string;
  readonly size: Size;
  readonly state: SessionState;
  readonly ui: UiState;
  readonly theme?: PictureTheme;
}

const standard: Size = { columns: 80, rows: 24 };
const tall: Size = { columns: 80, rows: 32 };
const hero: Size = { columns: 120, rows: 30 };
const wide: Size = { columns: 120, rows: 40 };
const large: Size = { columns: 160, rows: 50 };
const huge: Size = { columns: 200, rows: 60 };
const small: Size = { columns: 40, rows: 10 };
const tiny: Size = { columns: 20, rows: 3 };

const weather = 'It is four degrees and raining in Oslo. Take a coat with you.';
const counting =
  'One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen.';

function oneTurn(options: Partial<SessionOptions> = {}): Story {
  return new Story(options)
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

/** A conversation with an interruption and a tool call, while the answer is spoken. */
export function conversation(): Story {
  const story = new Story({ recordingPath: 'recordings/2026-11-21' }).opened();
  story.userSays('Good morning! What time is it?', 1700);
  story.replies('It is two fifty-four. Plenty of time for another coffee.', 2900);
  story.generated().plays(2900).after(900);
  story.userSays('Please count to sixty.', 1400);
  story.replies(counting, 9250).plays(3400).interrupted().after(700);
  story.userSays('Thanks, enough. What is the weather in Oslo?', 2300);
  story.callsTool('get_weather', { city: 'Oslo' }).decides('once');
  story.toolEnds('{"temperature_c":4,"sky":"raining"}', 64);
  return story.replies(weather, 3600).generated().plays(2750);
}

function at(
  name: string,
  about: string,
  state: SessionState,
  ui: Partial<UiState> = {},
  size: Size = standard,
  theme?: PictureTheme,
): Picture {
  return { name, about, size, state, ui: { ...initialUi, ...ui }, ...(theme && { theme }) };
}

/** While a search is typed. */
function searching(area: 'transcript' | 'log', text: string, state: SessionState): UiState {
  const search = withQuery(newSearch(area, initialUi), editorWith(text));
  return continueSearch({ ...initialUi, focus: 'search', search }, state);
}

/** The main states of the screen. */
export function pictures(): readonly Picture[] {
  const cut = interrupted();
  const talk = conversation().state;
  const truncation = cut.log.findLast((entry) => entry.type === 'conversation.item.truncate');
  const sequence = truncation?.sequence ?? 0;
  const selected = { focus: 'log', selected: sequence } as const;
  const opened = { ...selected, overlay: { kind: 'event', sequence } } as const;
  const approval = new Story().opened().userSays('Is it cold in Oslo?', 1400);
  const recording = new Story({ mode: 'push-to-talk' }).opened().after(900);
  const hearing = new Story()
    .opened()
    .speaks(400)
    .server({
      type: 'input_audio_buffer.speech_started',
      item_id: 'item_user_1',
      audio_start_ms: 180,
    })
    .speaks(900).state;
  const closed = oneTurn({ maxRetries: 0 })
    .plays(1800)
    .server({
      type: 'error',
      error: {
        type: 'server_error',
        code: 'session_expired',
        message: 'Your session hit the maximum duration of 60 minutes.',
      },
    })
    .breaks(1001, 'session expired').state;
  const asked = approval.callsTool('get_weather', { city: 'Oslo', unit: 'celsius' }).state;
  const held = recording.person({ type: 'talk-start' }).speaks(1200).state;
  return [
    at('conversation', 'a conversation: an interruption, a tool call, the answer', talk, {}, hero),
    at('start', 'the first frame', new Story().state),
    at('listening', 'listening, before anything was said', new Story().opened().state),
    at('hearing-you', 'the service hears speech', hearing),
    at('speaking', 'a reply is spoken', oneTurn().plays(1800).state),
    at('interrupted', 'a reply was interrupted', cut),
    at('approval', 'a tool call needs approval', asked),
    at('event-log', 'the event log has the focus', cut, selected),
    at('turn', 'a turn is selected', cut, { focus: 'transcript', turn: turnOf(cut) }),
    at('search', 'a search in the transcript', talk, searching('transcript', 'oslo', talk)),
    at('search-log', 'a search in the event log', talk, searching('log', 'audio', talk), wide),
    at('search-small', 'a search at 40×10', talk, searching('transcript', 'oslo', talk), small),
    at('event-json', 'one event', cut, opened),
    at('help', 'help', cut, { overlay: { kind: 'help' } }),
    at('palette', 'the palette of commands', cut, { focus: 'text', editor: editorWith('/') }),
    at(
      'palette-voice',
      'the palette of voices',
      cut,
      { focus: 'text', editor: editorWith('/voice v') },
      wide,
    ),
    at(
      'palette-small',
      'the palette at 40×10',
      cut,
      { focus: 'text', editor: editorWith('/') },
      small,
    ),
    at('help-typing', 'help while typing', cut, {
      focus: 'text',
      overlay: { kind: 'help', place: 'typing' },
    }),
    at('help-small', 'help at 40×10', cut, { overlay: { kind: 'help', place: 'log' } }, small),
    at('typing', 'a message is typed', cut, {
      focus: 'text',
      editor: editorWith('And what about tomorrow?'),
    }),
    at('text-session', 'a text session', new Story({ mode: 'text' }).opened().state),
    at(
      'text-session-keys',
      'a text session after Esc',
      new Story({ mode: 'text' }).opened().state,
      {
        focus: 'keys',
      },
    ),
    at(
      'text-session-small',
      'a text session at 40×10',
      new Story({ mode: 'text' }).opened().state,
      {},
      small,
    ),
    at('quit-question', 'q while a reply is playing', oneTurn().plays(1800).state, {
      leaving: 'q',
      hint: 'Press q again to quit: a reply is playing.',
    }),
    at('latency', 'latency in place of the log', talk, { panel: 'latency' }),
    at('sound', 'how well the sound keeps up', withHealth(), { panel: 'sound' }),
    at('sound-wide', 'the same at 120×40', withHealth(), { panel: 'sound' }, wide),
    at('sound-small', 'the same at 40×10', withHealth(), { panel: 'sound' }, small),
    at('recording', 'push-to-talk', held, { reportsRelease: true }),
    at('closed', 'the session is over', closed),
    at('tiny', 'as small as it gets', cut, {}, tiny),
    at('small', 'a small terminal', cut, {}, small),
    at('timeline', 'from 30 rows: who spoke when', talk, {}, tall),
    at('wide', 'from 120 columns: the last turn below the log', cut, {}, wide),
    at('large', 'more room', withLatency(), {}, large),
    at('inspector', 'from 160 columns: an event beside the log', cut, opened, large),
    at('huge', 'a large screen', talk, {}, huge),
    at('theme-dark', '`--theme dark`', talk, {}, hero, 'dark'),
    at('theme-light', '`--theme light`', talk, {}, hero, 'light'),
    at('theme-none', '`--theme none`', talk, {}, hero, 'none'),
  ];
}
