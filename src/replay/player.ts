import type { SessionState } from '../session/state.js';
import type { SessionView } from '../session/view.js';
import type { NumberList } from './number-list.js';
import type { ReplaySound } from './replay-sound.js';
import type {
  Direction,
  ReplayCommand,
  ReplayControl,
  ReplayStatus,
} from '../session/replay-control.js';
import type { SoundClock } from './sound-clock.js';
import type { StartPoint } from './start-point.js';
import type { Timeline } from './timeline.js';

/** While it plays, going back leaves out what was reached less than this ago: else one could never pass it. */
const graceMs = 1000;

export interface PlayerOptions {
  readonly timeline: Timeline;
  readonly soundClock: SoundClock;
  /** Whether the whole log is in the timeline. */
  readonly isComplete: () => boolean;
  /** Whether more of the log may still be written, once what is there was read. */
  readonly isGrowing: () => boolean;
  /** Where the log ends, as far as that is known before it was read. */
  readonly expectedEndMs: number;
  /** Where the WAV ends, on its own clock; 0 without one. */
  readonly wavEndMs: () => number;
  readonly nowMs: () => number;
  readonly speed: number;
  readonly from?: StartPoint | undefined;
  /** Stand still until `soundChanged` or `soundFailed`, so that the first words are heard. */
  readonly waitsForSound?: boolean;
}

/**
 * Where a replay is, and how it moves: with the sound where that is heard, else with the machine's clock. Has no timer:
 * `tick` brings it to where it should be by now.
 */
export class Player implements SessionView, ReplayControl {
  readonly #options: PlayerOptions;
  readonly #listeners = new Set<() => void>();
  #position = 0;
  #atMs = 0;
  #playing = true;
  #speed: number;
  /** Where the replay was at a time of the machine's clock. */
  #anchor: { readonly atMs: number; readonly nowMs: number };
  /** Where to go as soon as it was read. */
  #wanted: StartPoint | undefined;
  #notice: string | undefined;
  #sound: ReplaySound | undefined;
  #waitsForSound: boolean;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#speed = options.speed;
    this.#wanted = options.from;
    this.#waitsForSound = options.waitsForSound === true;
    this.#anchor = { atMs: 0, nowMs: options.nowMs() };
  }

  getState(): SessionState {
    return this.#options.timeline.stateAt(this.#position);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Nothing can be asked of a session that is over. */
  dispatch(): void {
    // Keys that would ask something are absent.
  }

  /** Something that a user should know. */
  notify(notice: string): void {
    this.#notice = this.#notice === undefined ? notice : `${this.#notice} ${notice}`;
    this.#changed();
  }

  status(): ReplayStatus {
    const { expectedEndMs, isGrowing } = this.#options;
    const audible = this.#speed === 1 ? 'heard' : 'muted';
    return {
      playing: this.#playing,
      positionMs: this.#atMs,
      lengthMs: Math.max(this.#endMs(), this.#options.isComplete() ? 0 : expectedEndMs),
      speed: this.#speed,
      sound: this.#sound?.isUp === true ? audible : 'none',
      growing: isGrowing(),
      notice: this.#notice,
    };
  }

  /** Moves to where it should be by now. */
  tick(): void {
    if (this.#wanted !== undefined && !this.#reachWanted(this.#wanted)) return;
    if (!this.#playing || this.#waitsForSound) return;
    const { timeline, isComplete } = this.#options;
    const endMs = this.#endMs();
    this.#feed(endMs);
    const dueMs = this.#dueMs();
    this.#atMs = Math.max(this.#atMs, Math.min(dueMs, endMs));
    this.#position = Math.max(this.#position, timeline.positionAt(this.#atMs));
    if (this.#atMs >= endMs) {
      if (isComplete()) this.#pause();
      else this.#anchor = { atMs: this.#atMs, nowMs: this.#options.nowMs() };
    }
    this.#changed();
  }

  /** Its device is open, went or came back: from here on the other clock counts. */
  soundChanged(sound: ReplaySound): void {
    this.#sound = sound;
    this.#waitsForSound = false;
    this.#restart();
    this.#changed();
  }

  /** There is no device: the machine's clock counts. */
  soundFailed(notice: string): void {
    this.#waitsForSound = false;
    this.#restart();
    this.notify(notice);
  }

  command(command: ReplayCommand): string | undefined {
    this.#notice = undefined;
    const hint = this.#obey(command);
    this.#changed();
    return hint;
  }

  #obey(command: ReplayCommand): string | undefined {
    switch (command.type) {
      case 'toggle-pause':
        if (this.#playing) this.#pause();
        else this.#play();
        return undefined;
      case 'skip':
        this.#goToTime(this.#atMs + command.ms);
        return undefined;
      case 'speed':
        this.#speed = command.speed;
        this.#restart();
        return undefined;
      case 'event':
        this.#pause();
        return this.#goToMark('event', [this.#options.timeline.lines], command.direction);
      case 'turn':
        return this.#goToMark('turn', [this.#options.timeline.marks('turn')], command.direction);
      case 'problem':
        return this.#goToMark(
          'interruption or error',
          [this.#options.timeline.marks('interruption'), this.#options.timeline.marks('error')],
          command.direction,
        );
    }
  }

  /** To the nearest of the marks. */
  #goToMark(what: string, lists: readonly NumberList[], direction: Direction): string | undefined {
    const marks = lists
      .map((list) => this.#neighbour(list, direction))
      .filter((mark) => mark !== undefined);
    if (marks.length === 0)
      return `There is no ${direction === 'back' ? 'earlier' : 'later'} ${what}.`;
    this.#goTo(direction === 'back' ? Math.max(...marks) : Math.min(...marks));
    return undefined;
  }

  #neighbour(list: NumberList, direction: Direction): number | undefined {
    if (direction === 'forward') return list.at(list.countUpTo(this.#position));
    return list.at(list.countUpTo(this.#lastBehind()) - 1);
  }

  /** The last position that lies behind. */
  #lastBehind(): number {
    const { timeline } = this.#options;
    if (this.#playing) return timeline.positionAt(this.#atMs - graceMs);
    return timeline.timeAt(this.#position) < this.#atMs ? this.#position : this.#position - 1;
  }

  #goTo(position: number): void {
    this.#wanted = undefined;
    this.#position = position;
    this.#atMs = this.#options.timeline.timeAt(position);
    this.#restart();
  }

  #goToTime(ms: number): void {
    const { timeline, isComplete, expectedEndMs } = this.#options;
    const readMs = this.#endMs();
    const wantedMs = Math.max(0, Math.min(ms, isComplete() ? readMs : expectedEndMs));
    this.#wanted = wantedMs > readMs ? { kind: 'time', ms: wantedMs } : undefined;
    this.#atMs = Math.min(wantedMs, readMs);
    this.#position = timeline.positionAt(this.#atMs);
    this.#restart();
  }

  /** Goes where it was to begin; false while that was not read yet. */
  #reachWanted(wanted: StartPoint): boolean {
    const { timeline, isComplete, isGrowing } = this.#options;
    const isRead = isComplete() || isGrowing();
    if (wanted.kind === 'time') {
      if (timeline.endMs < wanted.ms && !isRead) return false;
      this.#wanted = undefined;
      this.#goToTime(Math.min(wanted.ms, this.#endMs()));
      return true;
    }
    const marks = timeline.marks(wanted.kind);
    const found = marks.at(wanted.kind === 'turn' ? wanted.number - 1 : 0);
    if (found === undefined && !isRead) return false;
    this.#wanted = undefined;
    if (found === undefined)
      this.#notice =
        wanted.kind === 'error'
          ? 'The recording has no error.'
          : `The recording has no turn ${wanted.number}: it has ${marks.length}.`;
    this.#goTo(found ?? 0);
    return true;
  }

  #play(): void {
    if (this.#options.isComplete() && this.#atMs >= this.#endMs()) {
      this.#position = 0;
      this.#atMs = 0;
    }
    this.#playing = true;
    this.#restart();
  }

  #pause(): void {
    this.#playing = false;
    this.#restart();
  }

  /** From here on the clock counts anew. */
  #restart(): void {
    const { soundClock, nowMs } = this.#options;
    const sound = this.#sound;
    this.#anchor = { atMs: this.#atMs, nowMs: nowMs() };
    sound?.stop();
    if (!this.#playing || this.#speed !== 1 || sound?.isUp !== true) return;
    sound.play(soundClock.wavMsAt(this.#atMs));
    this.#feed(this.#endMs());
  }

  #feed(endMs: number): void {
    const { soundClock, isComplete } = this.#options;
    this.#sound?.feed(soundClock.wavMsAt(endMs), isComplete());
  }

  #dueMs(): number {
    const heardMs = this.#sound?.positionMs();
    if (heardMs !== undefined) return this.#options.soundClock.logMsAt(heardMs);
    if (this.#speed === Infinity) return Infinity;
    return this.#anchor.atMs + (this.#options.nowMs() - this.#anchor.nowMs) * this.#speed;
  }

  /** Where it ends, as far as it was read. */
  #endMs(): number {
    const { timeline, soundClock, isComplete, wavEndMs } = this.#options;
    const soundEndMs = isComplete() ? soundClock.logMsAt(wavEndMs()) : 0;
    return Math.max(timeline.endMs, soundEndMs);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
