import { clock } from '../../tui/text/format.js';
import type { PageData, PageItem, PageMark } from '../data/page-data.js';
import { msAt, rulerStepMs, xOf, type Scale } from './scale.js';
import { timeText } from './time-text.js';
import type { TranscriptView } from './transcript-view.js';

/** Amplitudes of both sides, 0 to 1. */
interface Waves {
  readonly stretchMs: number;
  readonly user: Float32Array;
  readonly assistant: Float32Array;
}

export interface Picture {
  readonly data: PageData;
  readonly waves: Waves | undefined;
  readonly words: TranscriptView;
  readonly scale: Scale;
  /** The position. */
  readonly ms: number;
}

export const overviewHeight = 28;
/** Top and height of the lanes, in their order. */
const lanes = {
  ruler: [0, 18],
  turns: [18, 16],
  user: [36, 48],
  userWords: [84, 16],
  assistant: [102, 48],
  assistantWords: [150, 16],
  tools: [168, 14],
  marks: [182, 16],
  events: [200, 10],
} as const;
export const lanesHeight = 212;

const font = '11px system-ui, sans-serif';
const signs: Readonly<Record<PageMark['kind'], string>> = {
  interruption: '✂',
  error: '!',
  warning: '▲',
  reconnection: '▲',
};

/** Colours are those of the legend, which follow light and dark. */
function colourOf(name: string): string {
  const legend = document.querySelector(`#timeline figcaption .${name}`) ?? document.body;
  return getComputedStyle(legend).color;
}

function start(canvas: HTMLCanvasElement): CanvasRenderingContext2D | undefined {
  const context = canvas.getContext('2d') ?? undefined;
  context?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context?.clearRect(0, 0, canvas.width, canvas.height);
  return context;
}

export function drawOverview(canvas: HTMLCanvasElement, picture: Picture): void {
  const context = start(canvas);
  if (context === undefined) return;
  const { scale, data, waves, ms } = picture;
  const whole: Scale = { ...scale, fromMs: 0, toMs: scale.durationMs };
  const half = overviewHeight / 2;
  for (const [side, top] of [
    ['user', 0],
    ['assistant', half],
  ] as const) {
    context.fillStyle = colourOf(side);
    if (waves) drawWave(context, waves[side], waves.stretchMs, whole, [top, half]);
    else drawSpans(context, spansOf(data.items, side), whole, [top + 3, half - 6]);
  }
  const text = getComputedStyle(document.body).color;
  context.strokeStyle = text;
  const [from, to] = [xOf(whole, scale.fromMs), xOf(whole, scale.toMs)];
  context.strokeRect(from + 0.5, 0.5, Math.max(2, to - from - 1), overviewHeight - 1);
  context.fillStyle = text;
  context.fillRect(xOf(whole, ms) - 0.5, 0, 1.5, overviewHeight);
}

export function drawLanes(canvas: HTMLCanvasElement, picture: Picture): void {
  const context = start(canvas);
  if (context === undefined) return;
  const { scale, data, waves, ms } = picture;
  const text = getComputedStyle(document.body).color;
  context.font = font;
  context.textBaseline = 'middle';
  drawRuler(context, scale, text);
  drawTurns(context, data, scale, text);
  for (const side of ['user', 'assistant'] as const) {
    context.fillStyle = colourOf(side);
    if (waves) drawWave(context, waves[side], waves.stretchMs, scale, lanes[side]);
    else drawSpans(context, spansOf(data.items, side), scale, [lanes[side][0] + 16, 16]);
  }
  context.fillStyle = text;
  drawWords(context, picture);
  context.fillStyle = colourOf('tool');
  drawSpans(context, data.tools, scale, lanes.tools);
  drawEvents(context, data, scale, text);
  drawMarks(context, data.marks, scale);
  context.fillStyle = text;
  context.fillRect(xOf(scale, ms) - 0.75, 0, 1.5, lanesHeight);
}

type Lane = readonly [top: number, height: number];

function spansOf(
  items: readonly PageItem[],
  side: PageItem['side'],
): readonly { readonly startMs: number; readonly endMs: number }[] {
  return items.filter((item) => item.side === side);
}

function drawWave(
  context: CanvasRenderingContext2D,
  amplitudes: Float32Array,
  stretchMs: number,
  scale: Scale,
  [top, height]: Lane,
): void {
  const middle = top + height / 2;
  context.globalAlpha = 0.35;
  context.fillRect(0, middle - 0.5, scale.width, 1);
  context.globalAlpha = 1;
  // Loud speech fills most of the lane: 0.7 of full scale reaches its edge.
  const gain = height / 2 / 0.7;
  for (let x = 0; x < scale.width; x += 1) {
    const from = Math.floor(msAt(scale, x) / stretchMs);
    const to = Math.max(from + 1, Math.ceil(msAt(scale, x + 1) / stretchMs));
    let peak = 0;
    for (let at = from; at < to; at += 1) peak = Math.max(peak, amplitudes[at] ?? 0);
    const size = Math.min(height / 2, peak * gain);
    if (size >= 0.5) context.fillRect(x, middle - size, 1, size * 2);
  }
}

function drawSpans(
  context: CanvasRenderingContext2D,
  spans: readonly { readonly startMs: number; readonly endMs: number; readonly text?: string }[],
  scale: Scale,
  [top, height]: Lane,
): void {
  for (const { startMs, endMs, text } of spans) {
    if (endMs < scale.fromMs || startMs > scale.toMs) continue;
    const from = xOf(scale, startMs);
    const width = Math.max(3, xOf(scale, endMs) - from);
    context.fillRect(from, top + 2, width, height - 4);
    if (text !== undefined) context.fillText(text, from + width + 4, top + height / 2, 160);
  }
}

function drawRuler(context: CanvasRenderingContext2D, scale: Scale, text: string): void {
  const step = rulerStepMs(scale, 70);
  context.fillStyle = text;
  for (let ms = Math.ceil(scale.fromMs / step) * step; ms <= scale.toMs; ms += step) {
    const x = xOf(scale, ms);
    context.globalAlpha = 0.2;
    context.fillRect(x, 0, 1, lanesHeight);
    context.globalAlpha = 1;
    context.fillText(step < 1000 ? timeText(ms, 1) : clock(ms), x + 3, lanes.ruler[1] / 2);
  }
}

function drawTurns(
  context: CanvasRenderingContext2D,
  { turns }: PageData,
  scale: Scale,
  text: string,
): void {
  const [top, height] = lanes.turns;
  context.fillStyle = text;
  let freeFrom = -Infinity;
  for (const { number, startMs } of turns) {
    const x = xOf(scale, startMs);
    if (x < -20 || x > scale.width) continue;
    const label = String(number);
    if (x < freeFrom) continue;
    context.fillRect(x, top, 1, height);
    context.fillText(label, x + 3, top + height / 2);
    freeFrom = x + 6 + context.measureText(label).width;
  }
}

/** Only words that have room for themselves. */
function drawWords(context: CanvasRenderingContext2D, { words, data, scale }: Picture): void {
  if (scale.toMs - scale.fromMs > scale.width * 30) return;
  const freeFrom = { user: -Infinity, assistant: -Infinity };
  for (const word of words.words) {
    if (word.endMs < scale.fromMs) continue;
    if (word.startMs > scale.toMs) break;
    const side = data.items[word.item]?.side ?? 'user';
    const x = xOf(scale, word.startMs);
    if (x < freeFrom[side]) continue;
    const [top, height] = side === 'user' ? lanes.userWords : lanes.assistantWords;
    const text = words.text(word);
    context.fillText(text, x, top + height / 2);
    freeFrom[side] = x + context.measureText(text).width + 4;
  }
}

function drawEvents(
  context: CanvasRenderingContext2D,
  { events }: PageData,
  scale: Scale,
  text: string,
): void {
  const [top, height] = lanes.events;
  const seen = new Set<number>();
  context.fillStyle = text;
  context.globalAlpha = 0.55;
  for (const ms of events.atMs) {
    const x = Math.round(xOf(scale, ms));
    if (x < 0 || x > scale.width || seen.has(x)) continue;
    seen.add(x);
    context.fillRect(x, top, 1, height);
  }
  context.globalAlpha = 1;
}

function drawMarks(
  context: CanvasRenderingContext2D,
  marks: readonly PageMark[],
  scale: Scale,
): void {
  const [top, height] = lanes.marks;
  context.textAlign = 'center';
  for (const { kind, atMs } of marks) {
    const x = xOf(scale, atMs);
    if (x < 0 || x > scale.width) continue;
    context.fillStyle = colourOf(kind === 'reconnection' ? 'warning' : kind);
    context.fillRect(x - 0.5, lanes.user[0], 1, top - lanes.user[0]);
    context.fillText(signs[kind], x, top + height / 2);
  }
  context.textAlign = 'left';
}
