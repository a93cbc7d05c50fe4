import type { Item, RecordingReport, Span, Turn } from '../analysis/report.js';
import { rounded } from '../analysis/rounded.js';
import { safeJson } from '../shared/safe-json.js';
import type { ExportSource } from './source.js';

type Arguments = Readonly<Record<string, unknown>>;

/** A stretch or, without an end, a moment of a track. */
interface Slice {
  readonly name: string;
  readonly startMs: number;
  readonly endMs?: number;
  readonly args?: Arguments;
  readonly parts?: readonly Slice[];
}

const processId = 1;

/**
 * Chrome's Trace Event Format (JSON object), as Perfetto and chrome://tracing read it: one thread for each of user,
 * assistant, tools, service and errors, and more where things of one kind overlap. Times are whole microseconds.
 */
export function* trace({ program, report }: ExportSource): Generator<string> {
  const tracks = tracksOf(report);
  const starts = tracks.flatMap(({ slices }) => slices.map(({ startMs }) => startMs));
  const originMs = starts.reduce((least, startMs) => Math.min(least, startMs), 0);
  yield '{"traceEvents":[\n';
  yield event({
    name: 'process_name',
    ph: 'M',
    pid: processId,
    tid: 0,
    args: { name: title(report) },
  });
  let threadId = 0;
  for (const { name, slices } of tracks)
    for (const [lane, inLane] of lanesOf(slices).entries()) {
      threadId += 1;
      const thread = { pid: processId, tid: threadId };
      const threadName = lane === 0 ? name : `${name} ${lane + 1}`;
      yield `,\n${event({ name: 'thread_name', ph: 'M', ...thread, args: { name: threadName } })}`;
      yield `,\n${event({ name: 'thread_sort_index', ph: 'M', ...thread, args: { sort_index: threadId } })}`;
      for (const slice of inLane) yield sliceEvents(slice, thread, originMs);
    }
  const otherData = {
    program: `voicelive ${program}`,
    startedAt: report.session.startedAt,
    // Where 0 of the recording's clock is, if something was earlier.
    recordingStartUs: micros(-originMs),
  };
  yield `\n],"displayTimeUnit":"ms","otherData":${safeJson(otherData)}}\n`;
}

function title({ session }: RecordingReport): string {
  return ['voicelive', session.target, session.model].flatMap((part) => part ?? []).join(' · ');
}

interface Track {
  readonly name: string;
  readonly slices: readonly Slice[];
}

function tracksOf(report: RecordingReport): readonly Track[] {
  const { items, toolCalls, interruptions, problems } = report;
  const side = (speaker: 'user' | 'assistant'): readonly Slice[] =>
    report.sources.log
      ? items.filter((item) => item.speaker === speaker).map(itemSlice)
      : (report.sound?.[speaker].voice ?? []).map((span) => ({ name: 'voice', ...span }));
  return [
    { name: 'user', slices: side('user') },
    {
      name: 'assistant',
      slices: [
        ...side('assistant'),
        ...interruptions.map(({ atMs, cause, heardMs, receivedMs, falseStop }) => ({
          name: 'interruption',
          startMs: atMs,
          args: { cause, heardMs, receivedMs, falseStop },
        })),
      ],
    },
    {
      name: 'tools',
      slices: toolCalls.map((call) => ({
        name: call.name,
        startMs: call.startMs,
        ...(call.endMs === undefined ? {} : { endMs: call.endMs }),
        args: { outcome: call.outcome, arguments: call.arguments, output: call.output },
      })),
    },
    { name: 'service', slices: serviceSlices(report) },
    {
      name: 'errors',
      slices: problems.map(({ atMs, level, source, code, text }) => ({
        name: `${level}: ${text}`,
        startMs: atMs,
        args: { source, code },
      })),
    },
  ];
}

function itemSlice(item: Item): Slice {
  const { id, text, startMs, endMs, words, interrupted, typed, responseId, heardMs, receivedMs } =
    item;
  const parts = words.flatMap((word) => {
    const { startMs: from, endMs: to = from } = word;
    return from === undefined || to === undefined
      ? []
      : [{ name: word.text, startMs: from, endMs: to, args: { estimated: word.estimated } }];
  });
  return {
    name: text === '' ? id : text,
    startMs,
    ...(typed ? {} : { endMs }),
    args: { itemId: id, responseId, interrupted, typed, heardMs, receivedMs },
    parts,
  };
}

/** The parts of each turn's latency, responses that are done, and outages. */
function serviceSlices({
  turns,
  responses,
  reconnections,
  session,
}: RecordingReport): readonly Slice[] {
  return [
    ...turns.flatMap(turnSlice),
    ...responses.map(({ id, status, endMs, tokens, costUsd }) => ({
      name: `response ${status}`,
      startMs: endMs,
      args: { responseId: id, tokens, costUsd },
    })),
    ...reconnections.map(({ startMs, endMs = session.durationMs, reason, failures }) => ({
      name: 'connection lost',
      startMs,
      endMs,
      args: { reason, failures },
    })),
  ];
}

function turnSlice({ number, endMs, latency, parts }: Turn): readonly Slice[] {
  const length = parts.reduce((sum, { ms }) => sum + ms, 0);
  if (endMs === undefined || length === 0) return [];
  let atMs = endMs;
  return [
    {
      name: `latency of turn ${number}`,
      startMs: endMs,
      endMs: endMs + length,
      args: { eventsMs: latency.eventsMs, samplesMs: latency.samplesMs },
      parts: parts.map(({ name, ms }) => {
        atMs += ms;
        return { name, startMs: atMs - ms, endMs: atMs };
      }),
    },
  ];
}

/** Stretches of one thread must not overlap; each goes into the first lane that is free, moments into the first of all. */
function lanesOf(slices: readonly Slice[]): readonly (readonly Slice[])[] {
  const lanes: { endMs: number; readonly slices: Slice[] }[] = [
    { endMs: Number.NEGATIVE_INFINITY, slices: [] },
  ];
  for (const slice of slices.toSorted((left, right) => left.startMs - right.startMs)) {
    const { startMs, endMs } = slice;
    if (endMs === undefined) {
      lanes[0]?.slices.push(slice);
      continue;
    }
    const free = lanes.find((lane) => lane.endMs <= startMs);
    if (free === undefined) lanes.push({ endMs, slices: [slice] });
    else {
      free.endMs = endMs;
      free.slices.push(slice);
    }
  }
  return lanes.map((lane) => lane.slices);
}

function sliceEvents(
  slice: Slice,
  thread: { readonly pid: number; readonly tid: number },
  originMs: number,
  around?: Span,
): string {
  const startMs = within(slice.startMs, around);
  const shared = { name: slice.name, cat: 'voicelive', ts: micros(startMs - originMs), ...thread };
  const args = slice.args === undefined ? {} : { args: rounded(slice.args) };
  if (slice.endMs === undefined) return `,\n${event({ ...shared, ph: 'i', s: 't', ...args })}`;
  const endMs = Math.max(startMs, within(slice.endMs, around));
  const dur = micros(endMs - originMs) - shared.ts;
  const own = `,\n${event({ ...shared, ph: 'X', dur, ...args })}`;
  const parts = slice.parts ?? [];
  return [
    own,
    ...parts.map((part) => sliceEvents(part, thread, originMs, { startMs, endMs })),
  ].join('');
}

/** A part lies inside its whole. */
function within(ms: number, around: Span | undefined): number {
  return around === undefined ? ms : Math.min(Math.max(ms, around.startMs), around.endMs);
}

function micros(ms: number): number {
  return Math.round(ms * 1000);
}

function event(fields: Arguments): string {
  return safeJson(fields);
}
