import { unpackWords, type PageData, type WordTime } from '../data/page-data.js';
import { create } from './dom.js';

/** A word of the transcript, and its time. */
interface PlacedWord extends WordTime {
  readonly item: number;
}

/** Makes words and times of the transcript things to click, and shows which word is heard. */
export class TranscriptView {
  readonly #data: PageData;
  readonly #words: readonly PlacedWord[];
  readonly #seek: (ms: number) => void;
  readonly #split = new Set<number>();
  #current: Element | undefined;
  #currentItem: Element | undefined;

  constructor(data: PageData, seek: (ms: number) => void) {
    this.#data = data;
    this.#seek = seek;
    this.#words = data.items
      .flatMap(({ words }, item) => unpackWords(words).map((word) => ({ ...word, item })))
      .sort((a, b) => a.startMs - b.startMs);
    this.#addButtons();
    // An hour has tens of thousands of words: they become elements when they come into sight.
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          observer.unobserve(target);
          this.#splitItem(Number(target.id.slice('item-'.length)));
        }
      },
      { rootMargin: '500px' },
    );
    for (const item of document.querySelectorAll('.said')) observer.observe(item);
    document.getElementById('transcript')?.addEventListener('click', this.#click);
  }

  /** Words of both sides in the order of time. */
  get words(): readonly PlacedWord[] {
    return this.#words;
  }

  text(word: PlacedWord): string {
    return (textOf(word.item)?.textContent ?? '').slice(word.from, word.to);
  }

  /** The word at a moment, or the last one before it. */
  wordAt(ms: number): PlacedWord | undefined {
    return this.#words[this.#lastStarted(ms)];
  }

  /** The word before or after the one at a moment. */
  neighbour(ms: number, step: -1 | 1): PlacedWord | undefined {
    // A position that was set to a word's start must count as in it.
    return this.#words[Math.max(0, this.#lastStarted(ms + 1) + step)];
  }

  /** Marks what is heard at a moment. */
  show(ms: number): void {
    const word = this.wordAt(ms + 1);
    const isIn = word !== undefined && ms < word.endMs + 300;
    if (isIn) this.#splitItem(word.item);
    const item = isIn ? document.getElementById(`item-${word.item}`) : null;
    const heard = isIn ? item?.querySelector(`[data-from="${word.from}"]`) : null;
    if (this.#current !== heard) this.#current?.classList.remove('heard');
    if (this.#currentItem !== item) this.#currentItem?.classList.remove('current');
    heard?.classList.add('heard');
    item?.classList.add('current');
    this.#current = heard ?? undefined;
    this.#currentItem = item ?? undefined;
  }

  #lastStarted(ms: number): number {
    let [low, high] = [0, this.#words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#words[middle]?.startMs ?? 0) <= ms) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #addButtons(): void {
    for (const time of document.querySelectorAll<HTMLElement>('time[data-ms]')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'time';
      button.textContent = time.textContent;
      button.setAttribute('aria-label', `Play from ${time.textContent}`);
      const ms = Number(time.dataset['ms']);
      button.addEventListener('click', () => {
        this.#seek(ms);
      });
      time.replaceChildren(button);
    }
  }

  #splitItem(item: number): void {
    const words = unpackWords(this.#data.items[item]?.words ?? []);
    const place = textOf(item);
    if (this.#split.has(item) || place === undefined) return;
    this.#split.add(item);
    const text = place.textContent;
    const parts: (Node | string)[] = [];
    let end = 0;
    for (const { from, to, startMs } of words) {
      const word = create('span', 'word', text.slice(from, to));
      word.dataset['from'] = String(from);
      word.dataset['ms'] = String(startMs);
      parts.push(text.slice(end, from), word);
      end = to;
    }
    place.replaceChildren(...parts, text.slice(end));
  }

  readonly #click = (event: MouseEvent): void => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.classList.contains('word')) return;
    this.#seek(Number(target.dataset['ms']));
  };
}

function textOf(item: number): Element | undefined {
  return document.querySelector(`#item-${item} > p > span`) ?? undefined;
}
