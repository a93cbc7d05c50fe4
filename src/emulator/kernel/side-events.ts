/**
 * Events that a realtime model's session sends in the middle of a response without being part of it: the transcription of
 * the user's speech (service recording test_audio_in_server_vad_turn).
 */
export class SideEvents {
  #waiting: (() => void)[] = [];

  push(...sends: readonly (() => void)[]): void {
    this.#waiting.push(...sends);
  }

  /** Sends the next one, if there is any. */
  sendNext(): void {
    this.#waiting.shift()?.();
  }

  sendAll(): void {
    const sends = this.#waiting;
    this.#waiting = [];
    for (const send of sends) send();
  }
}
