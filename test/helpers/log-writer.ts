import { LineFolder } from '../../src/recording/lines/line-folder.js';
import { formatVersion } from '../../src/recording/lines/write-line.js';
import { parseServerEvent } from '../../src/protocol/parse.js';
import { initialState } from '../../src/session/initial-state.js';
import type { Input, Untimed } from '../../src/session/inputs.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { update } from '../../src/session/update.js';
import type { JsonObject } from '../../src/shared/json.js';
import { recordingHeader } from './recordings.js';

/** Writes the event log of a session that a test makes up, folded into lines as the recorder does. */
export class LogWriter {
  nowMs = 0;
  #inputs = 0;
  #state: SessionState;
  readonly #lines: string[];
  readonly #folder = new LineFolder(
    { nowMs: () => this.nowMs, delay: () => new Promise(() => undefined) },
    (line) => this.#lines.push(JSON.stringify(line)),
  );

  /** @param initial of a session that began before its recording */
  constructor(options: Partial<SessionOptions> = {}, initial?: SessionState) {
    const header = recordingHeader(options);
    this.#state = initial ?? initialState(header.options);
    const start = { voicelive: 'recording', version: formatVersion, ...header, initial };
    this.#lines = [JSON.stringify(start)];
  }

  /** The session as it is now. */
  get state(): SessionState {
    return this.#state;
  }

  input(untimed: Untimed): void {
    const input: Input = { nowMs: this.nowMs, ...untimed };
    this.#state = update(this.#state, input).state;
    this.#folder.add(input);
    this.#inputs += 1;
  }

  server(event: JsonObject, audioSamples = 0): void {
    const frameText = JSON.stringify({ event_id: `event_${this.#inputs}`, ...event });
    const parsed = parseServerEvent(frameText);
    if (parsed.kind !== 'known') throw new Error(`not a server event: ${frameText}`);
    const { event: known, raw } = parsed;
    this.input({ type: 'server', event: known, raw, bytes: frameText.length, audioSamples });
  }

  /** To the state in which a person can talk. */
  ready(session: JsonObject): void {
    this.input({ type: 'start' });
    this.input({ type: 'socket-open', attempt: 1 });
    this.server({ type: 'session.created', session });
    this.server({ type: 'session.updated', session });
  }

  /** @param ended false: as if the program had been killed */
  end(ended = true): { readonly lines: readonly string[]; readonly inputs: number } {
    this.#folder.end(ended ? this.#state : undefined);
    return { lines: this.#lines, inputs: this.#inputs };
  }
}
