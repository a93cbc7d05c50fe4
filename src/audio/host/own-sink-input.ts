import { PulseConnection } from '../pulse/connection.js';
import { getSinkInput, listSinkInputs, muteSinkInput } from '../pulse/introspection.js';
import { facilities } from '../pulse/protocol.js';

/** Number of sink inputs among the facilities of a subscription event. */
const sinkInput = 2;

/**
 * This process's playback stream at a PulseAudio or PipeWire server, which a library opened: muted, it is silent at once,
 * whatever the library has already handed over.
 */
export class OwnSinkInput {
  #connection: PulseConnection | undefined;
  #index: number | undefined;
  #wantsMuted = false;
  #isClosed = false;

  /** The server plays this process's sound. */
  get isKnown(): boolean {
    return this.#index !== undefined;
  }

  /** Looks for the stream now, and again whenever one comes or goes. Finds none where there is no server. */
  async watch(): Promise<void> {
    try {
      this.#connection = await PulseConnection.open('voicelive');
      // Closed while it opened.
      if (this.#isClosed) {
        this.close();
        return;
      }
      await this.#connection.subscribe(facilities.sinkInputs, (facility) => {
        if (facility === sinkInput) void this.#find();
      });
      await this.#find();
    } catch {
      // The device is not behind such a server.
      this.close();
    }
  }

  /** Settles when the server has answered; does nothing where the stream is not known. */
  async mute(isMuted: boolean): Promise<void> {
    this.#wantsMuted = isMuted;
    if (this.#connection === undefined || this.#index === undefined) return;
    // Refused only for a stream that is gone.
    await muteSinkInput(this.#connection, this.#index, isMuted).catch(() => undefined);
  }

  /** What the server still holds of the stream, which may have become another one; undefined where that is not known. */
  async held(): Promise<{ readonly index: number; readonly heldMs: number } | undefined> {
    if (this.#connection === undefined || this.#index === undefined) return undefined;
    try {
      const { index, heldMs } = await getSinkInput(this.#connection, this.#index);
      return heldMs === undefined ? undefined : { index, heldMs };
    } catch {
      // The stream is gone.
      return undefined;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#connection?.close();
    this.#connection = undefined;
    this.#index = undefined;
  }

  async #find(): Promise<void> {
    if (this.#connection === undefined) return;
    try {
      const own = (await listSinkInputs(this.#connection)).find(
        ({ properties }) => properties.get('application.process.id') === String(process.pid),
      );
      const isNew = own?.index !== this.#index;
      this.#index = own?.index;
      // Servers remember a program's mute: a process that died while it was muted would leave the next one silent.
      if (isNew && own?.isMuted === true && !this.#wantsMuted) await this.mute(false);
    } catch {
      this.close();
    }
  }
}
