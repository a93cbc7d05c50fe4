/** The synthetic microphone counts its samples from 1 to here, then begins anew. */
export const microphoneNumbers = 30_000;
/** So do the replies of the numbered service. */
export const replyNumbers = 20_000;

/** Samples of reply `n`: its last number is small, so that its end is no step that would be faded out. */
export function replyLength(n: number): number {
  return (1 + (n % 2)) * replyNumbers + 1 + ((n * 37) % 200);
}

/** Sample `at` of a reply. */
export function replyNumber(at: number): number {
  return (at % replyNumbers) + 1;
}

/** How the service received the microphone. */
export interface MicrophoneTally {
  readonly samples: number;
  readonly lost: number;
  readonly reordered: number;
  readonly lastNumber: number;
}

/** Follows the numbers of a microphone. */
export class MicrophoneCheck {
  #samples = 0;
  #lost = 0;
  #reordered = 0;
  #last = 0;

  get tally(): MicrophoneTally {
    return {
      samples: this.#samples,
      lost: this.#lost,
      reordered: this.#reordered,
      lastNumber: this.#last,
    };
  }

  take(samples: Int16Array): void {
    for (const number of samples) {
      const step = (number - this.#last + microphoneNumbers) % microphoneNumbers;
      if (this.#samples > 0 && step !== 1) {
        if (step > 1 && step <= microphoneNumbers / 2) this.#lost += step - 1;
        else this.#reordered += 1;
      }
      this.#last = number;
      this.#samples += 1;
    }
  }
}

/** What the speaker got of so many replies: whole ones in their order, and places where one was torn. */
export function checkReplies(
  sink: Int16Array,
  replies: number,
): { readonly whole: number; readonly gaps: number } {
  /** Behind a tear the sound fades in. */
  const fade = 100;
  let at = 0;
  let gaps = 0;
  let whole = 0;
  for (let reply = 0; reply < replies; reply += 1) {
    while (sink[at] === 0) at += 1;
    const before = gaps;
    for (let n = 0; n < replyLength(reply); n += 1, at += 1) {
      if (sink[at] === replyNumber(n)) continue;
      gaps += 1;
      n += fade;
      const next = sink.indexOf(replyNumber(n), at);
      if (next < 0) return { whole, gaps };
      at = next;
    }
    if (gaps === before) whole += 1;
  }
  return { whole, gaps };
}
