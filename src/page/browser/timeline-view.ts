import type { PageData } from '../data/page-data.js';
import { create, element } from './dom.js';
import { drawLanes, drawOverview, lanesHeight, overviewHeight, type Picture } from './draw.js';
import { bytesOf } from './unpack.js';
import { msAt, moved, showing, wholeScale, xOf, zoomed, type Scale } from './scale.js';
import { timeText } from './time-text.js';
import type { TranscriptView } from './transcript-view.js';

/** Pointer movement that makes a click a drag, pixels. */
const dragPx = 4;
/** How near a mark the pointer must be to name it, pixels. */
const nearPx = 6;

/** Both sides on one time line: an overview of all of it, and below it the part that is zoomed to. */
export class TimelineView {
  readonly #data: PageData;
  readonly #transcript: TranscriptView;
  readonly #seek: (ms: number) => void;
  readonly #waves: Picture['waves'];
  readonly #view = create('div', '');
  readonly #overview = document.createElement('canvas');
  readonly #lanes = document.createElement('canvas');
  readonly #hover = create('p', 'hover');
  #scale: Scale;
  #ms = 0;
  #due = false;

  constructor(data: PageData, transcript: TranscriptView, seek: (ms: number) => void) {
    this.#data = data;
    this.#transcript = transcript;
    this.#seek = seek;
    this.#scale = wholeScale(data.durationMs, 1);
    this.#waves = data.waves && {
      stretchMs: data.waves.stretchMs,
      user: amplitudes(data.waves.user),
      assistant: amplitudes(data.waves.assistant),
    };
    const figure = element('timeline', HTMLElement);
    this.#view.id = 'view';
    this.#view.tabIndex = 0;
    this.#view.setAttribute('role', 'slider');
    this.#view.setAttribute('aria-label', 'Position in the recording');
    this.#view.setAttribute('aria-valuemin', '0');
    this.#view.setAttribute('aria-valuemax', String(Math.round(data.durationMs / 1000)));
    this.#hover.setAttribute('aria-hidden', 'true');
    this.#view.append(this.#overview, this.#lanes);
    figure.prepend(this.#view, this.#hover);
    figure.classList.add('live');
    this.#listen();
    this.show(0);
  }

  /** Draws soon: several changes are one picture. */
  readonly redraw = (): void => {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#draw();
    });
  };

  /** Moves the position, and the part that is shown if it is outside. */
  show(ms: number): void {
    this.#ms = ms;
    this.#scale = showing(this.#scale, ms);
    this.#view.setAttribute('aria-valuenow', String(Math.round(ms / 1000)));
    this.#view.setAttribute('aria-valuetext', timeText(ms, 1));
    this.redraw();
  }

  zoom(factor: number, ms = this.#ms): void {
    this.#rescale(zoomed(this.#scale, factor, ms));
  }

  zoomWhole(): void {
    this.#rescale(wholeScale(this.#scale.durationMs, this.#scale.width));
  }

  #rescale(scale: Scale): void {
    this.#scale = scale;
    const whole = element('whole', HTMLElement);
    whole.textContent = `${timeText(scale.fromMs, 1)} – ${timeText(scale.toMs, 1)}`;
    this.redraw();
  }

  #listen(): void {
    new ResizeObserver(() => {
      const width = this.#view.clientWidth;
      this.#scale = { ...this.#scale, width };
      fit(this.#overview, width, overviewHeight);
      fit(this.#lanes, width, lanesHeight);
      // A canvas that is resized is empty until it is drawn.
      this.#draw();
    }).observe(this.#view);
    this.#lanes.addEventListener('wheel', this.#wheel, { passive: false });
    drag(this.#lanes, {
      click: (x) => {
        this.#seek(this.#near(x) ?? msAt(this.#scale, x));
      },
      move: (_x, by) => {
        this.#rescale(moved(this.#scale, msAt(this.#scale, 0) - msAt(this.#scale, by)));
      },
    });
    const goTo = (x: number): void => {
      const { fromMs, toMs, durationMs, width } = this.#scale;
      const ms = (x / width) * durationMs;
      this.#rescale(moved(this.#scale, ms - (fromMs + toMs) / 2));
    };
    drag(this.#overview, { click: goTo, move: goTo });
    this.#lanes.addEventListener('pointermove', ({ offsetX }) => {
      this.#hover.textContent = this.#describe(offsetX);
    });
    this.#lanes.addEventListener('pointerleave', () => {
      this.#hover.textContent = '';
    });
  }

  readonly #wheel = (event: WheelEvent): void => {
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (event.ctrlKey) this.zoom(event.deltaY > 0 ? 1.25 : 0.8, msAt(this.#scale, event.offsetX));
    else if (sideways === 0) return;
    else this.#rescale(moved(this.#scale, msAt(this.#scale, sideways) - this.#scale.fromMs));
    event.preventDefault();
  };

  /** The moment of the mark at a place. */
  #near(x: number): number | undefined {
    return this.#data.marks.find(({ atMs }) => Math.abs(xOf(this.#scale, atMs) - x) < nearPx)?.atMs;
  }

  #describe(x: number): string {
    const ms = msAt(this.#scale, x);
    const atMs = this.#near(x);
    const mark = this.#data.marks.find((each) => each.atMs === atMs)?.text;
    const tool = this.#data.tools.find(({ startMs, endMs }) => ms >= startMs && ms <= endMs)?.text;
    const word = this.#transcript.wordAt(ms);
    const spoken = word !== undefined && ms <= word.endMs ? this.#transcript.text(word) : undefined;
    const parts = [timeText(atMs ?? ms, 3), mark, tool, spoken];
    return parts.filter((part) => part !== undefined).join(' · ');
  }

  #draw(): void {
    const picture: Picture = {
      data: this.#data,
      waves: this.#waves,
      words: this.#transcript,
      scale: this.#scale,
      ms: this.#ms,
    };
    drawOverview(this.#overview, picture);
    drawLanes(this.#lanes, picture);
  }
}

function amplitudes(base64: string): Float32Array {
  return Float32Array.from(bytesOf(base64), (byte) => (byte / 255) ** 2);
}

function fit(canvas: HTMLCanvasElement, width: number, height: number): void {
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.height = `${height}px`;
}

/** Tells clicks from drags; `move` gets the place and the distance since the last. */
function drag(
  canvas: HTMLCanvasElement,
  { click, move }: { click: (x: number) => void; move: (x: number, by: number) => void },
): void {
  let start: number | undefined;
  let last = 0;
  let isDrag = false;
  canvas.addEventListener('pointerdown', ({ offsetX, pointerId, button }) => {
    if (button !== 0) return;
    canvas.setPointerCapture(pointerId);
    start = last = offsetX;
    isDrag = false;
  });
  canvas.addEventListener('pointermove', ({ offsetX }) => {
    if (start === undefined) return;
    isDrag ||= Math.abs(offsetX - start) > dragPx;
    if (isDrag) move(offsetX, offsetX - last);
    last = offsetX;
  });
  canvas.addEventListener('pointerup', ({ offsetX }) => {
    if (start !== undefined && !isDrag) click(offsetX);
    start = undefined;
  });
  canvas.addEventListener('pointercancel', () => {
    start = undefined;
  });
}
