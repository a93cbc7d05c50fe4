import { bytesOf } from './unpack.js';

/** Plays the page's audio, and keeps the position where there is none. */
export class Player {
  readonly #durationMs: number;
  readonly #type: string | undefined;
  readonly #changed: () => void;
  #audio: HTMLAudioElement | undefined;
  #ms = 0;
  #rate = 1;

  /** @param type MIME type of the audio in the page */
  constructor(durationMs: number, type: string | undefined, changed: () => void) {
    this.#durationMs = durationMs;
    this.#type = type;
    this.#changed = changed;
  }

  get ms(): number {
    return this.#audio === undefined ? this.#ms : this.#audio.currentTime * 1000;
  }

  get playing(): boolean {
    return this.#audio?.paused === false;
  }

  set rate(rate: number) {
    this.#rate = rate;
    if (this.#audio) this.#audio.playbackRate = rate;
  }

  seek(ms: number): void {
    this.#ms = Math.max(0, Math.min(this.#durationMs, ms));
    if (this.#audio) this.#audio.currentTime = this.#ms / 1000;
    this.#changed();
  }

  async play(): Promise<void> {
    if (this.#type === undefined) return;
    if (this.#audio === undefined) {
      const audio = new Audio(audioUrl(this.#type));
      audio.currentTime = this.#ms / 1000;
      audio.playbackRate = this.#rate;
      for (const event of ['play', 'pause', 'ended', 'seeked', 'timeupdate'])
        audio.addEventListener(event, this.#changed);
      this.#audio = audio;
    }
    await this.#audio.play();
  }

  pause(): void {
    this.#audio?.pause();
  }
}

/** Takes the audio out of the page's elements, so that it is not in memory twice. */
function audioUrl(type: string): string {
  const parts = [...document.querySelectorAll('script.audio')].map((block) => {
    const bytes = bytesOf(block.textContent);
    block.remove();
    return bytes;
  });
  return URL.createObjectURL(new Blob(parts, { type }));
}
