import type { Input } from '../../session/inputs.js';
import type { SessionState } from '../../session/state.js';
import { changed } from '../../session/change-state.js';
import { update } from '../../session/update.js';
import { EventTracker } from './event-tracker.js';
import { InterruptionTracker } from './interruption-tracker.js';
import { ItemTracker } from './item-tracker.js';
import { entryChanges, type Moment } from './moment.js';
import { RecordingClock } from './recording-clock.js';
import { SentAudio } from './sent-audio.js';
import { TurnTracker } from './turn-tracker.js';

/** Lines of the event log and stretches of speech that the core itself looks back at, and as many more until they are cut. */
const historyKept = 32;

/**
 * The state without the history that only a screen shows. The core copies these lists with most inputs: without them an
 * hour takes half the time.
 */
function withoutHistory(state: SessionState): SessionState {
  const { log, spans } = state;
  if (log.length <= 2 * historyKept && spans.length <= 2 * historyKept) return state;
  return changed(state, { log: log.slice(-historyKept), spans: spans.slice(-historyKept) });
}

/**
 * Feeds the inputs of a recording to the session core and follows what its states say, because a state forgets: its
 * transcript and its figures are bounded. It interprets no event that the core interprets.
 */
export class SessionFollower {
  state: SessionState;
  inputs = 0;
  readonly clock: RecordingClock;
  readonly items: ItemTracker;
  readonly turns = new TurnTracker();
  readonly interruptions = new InterruptionTracker();
  readonly events = new EventTracker();
  /** What the session had cost before the recording. */
  readonly earlierUsd: number;
  readonly #sentAudio: SentAudio;

  /** @param initial the state with which the recording begins */
  constructor(initial: SessionState, wavRateHz: number) {
    this.state = initial;
    this.earlierUsd = initial.usage.costUsd;
    this.clock = new RecordingClock(wavRateHz);
    this.#sentAudio = new SentAudio(wavRateHz);
    this.items = new ItemTracker(wavRateHz, this.#sentAudio);
  }

  /** How long the WAV must be to hold all sound that the log refers to. */
  get soundEndMs(): number {
    const ends = [...this.items.items.values()].map(({ runs }) => runs.at(-1)?.endMs ?? 0);
    return Math.max(this.#sentAudio.endMs, ...ends);
  }

  take(input: Input): Moment {
    const { state: after } = update(this.state, input);
    const moment = this.follow(input, after);
    this.state = withoutHistory(after);
    return moment;
  }

  /** Takes an input together with the state to which it led. */
  follow(input: Input, after: SessionState): Moment {
    const moment: Moment = { before: this.state, input, after };
    this.state = after;
    this.inputs += 1;
    const changes = entryChanges(moment);
    this.clock.take(moment);
    this.#sentAudio.take(moment);
    this.items.take(moment, changes);
    this.turns.take(moment);
    this.interruptions.take(moment, changes);
    this.events.take(moment, changes);
    return moment;
  }
}
