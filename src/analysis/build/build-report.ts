import { joinVoice, overlaps } from '../../audio/pure/voice-activity.js';
import { samplesToMs } from '../../session/units.js';
import { differences } from '../../session/connection/session-differences.js';
import { toJson } from '../../shared/json.js';
import { lengthOf, totalOf } from '../distribution.js';
import { noTokens } from '../../session/initial-state.js';
import type { SessionFollower } from '../follow/session-follower.js';
import type {
  AudioHealth,
  Figures,
  OptionComparison,
  RecordingReport,
  Reconnection,
  ReportedProblem,
  ResponseCost,
  SessionFacts,
  Sources,
  Span,
  ToolCall,
} from '../report.js';
import type { MeasuredSound } from '../sound/measure-sound.js';
import { countedFigures, twoSources } from './counted-figures.js';
import { disagreementsOf } from './disagreements.js';
import { gapsOf, insertedSilence } from './gaps.js';
import { interruptionsOf } from './interruptions.js';
import { itemsOf } from './items.js';
import { eventSpeech, type Evidence } from './sources.js';
import { turnsInSound, turnsOf } from './turns.js';

/** What is known of a recording without looking into it. */
export interface RecordingFacts {
  readonly path: string;
  readonly sources: Sources;
  readonly notes: readonly string[];
  readonly program?: string;
  readonly startedAt?: string;
}

/** The report on a recording with a log, and with its WAV where there is one. */
export function reportOf(facts: RecordingFacts, evidence: Evidence): RecordingReport {
  const { session, sound } = evidence;
  const turns = turnsOf(evidence);
  const interruptions = interruptionsOf(evidence);
  const gaps = gapsOf(evidence);
  const toolCalls = toolCallsOf(session);
  const problems = problemsOf(session);
  const reconnections = reconnectionsOf(session);
  const talkOver = {
    events: totalOf(talkOverInEvents(evidence).map(lengthOf)),
    ...(sound === undefined ? {} : { samples: totalOf(sound.report.talkOver.map(lengthOf)) }),
  };
  const figures: Figures = {
    ...countedFigures({
      turns,
      interruptions,
      toolCalls,
      gaps,
      problems,
      reconnections,
      responses: session.events.responses,
    }),
    talkOver,
    insertedSilence: totalOf(insertedSilence(evidence)),
    ...costOf(session),
  };
  const health = audioHealthOf(session);
  return {
    path: facts.path,
    sources: facts.sources,
    notes: facts.notes,
    session: sessionFacts(facts, evidence),
    figures,
    turns,
    items: itemsOf(evidence),
    interruptions,
    toolCalls,
    responses: responsesOf(session),
    gaps,
    problems,
    reconnections,
    options: optionsOf(session),
    ...(health === undefined ? {} : { audioHealth: health }),
    ...(sound === undefined ? {} : { sound: sound.report }),
    disagreements: disagreementsOf(turns, interruptions, figures),
  };
}

/** The report on a WAV whose log is missing: what can be heard in it. */
export function reportOfSound(facts: RecordingFacts, sound: MeasuredSound): RecordingReport {
  const turns = turnsInSound(sound);
  const none = totalOf([]);
  return {
    path: facts.path,
    sources: facts.sources,
    notes: facts.notes,
    session: { durationMs: sound.report.durationMs },
    figures: {
      turns: turns.length,
      answeredTurns: turns.length,
      responses: 0,
      toolCalls: 0,
      failedToolCalls: 0,
      interruptions: 0,
      falseStops: 0,
      errors: 0,
      warnings: 0,
      reconnections: 0,
      latency: twoSources(turns.map(({ latency }) => latency)),
      timeToYield: {},
      talkOver: { samples: totalOf(sound.report.talkOver.map(lengthOf)) },
      gaps: none,
      insertedSilence: none,
      tokens: noTokens,
    },
    turns,
    items: [],
    interruptions: [],
    toolCalls: [],
    responses: [],
    gaps: [],
    problems: [],
    reconnections: [],
    options: { requested: {}, differences: [] },
    sound: sound.report,
    disagreements: [],
  };
}

/** Of what was recorded: a session may have begun earlier. */
function costOf({ state, events, earlierUsd }: SessionFollower): { readonly costUsd?: number } {
  const { priced, costUsd } = state.usage;
  return events.responses.length === 0 || !priced ? {} : { costUsd: costUsd - earlierUsd };
}

function sessionFacts(facts: RecordingFacts, { session, sound }: Evidence): SessionFacts {
  const { options, connection, nowMs } = session.state;
  const failure = connection.phase === 'closed' ? connection.failure?.sentence : undefined;
  return {
    ...(facts.program === undefined ? {} : { program: facts.program }),
    ...(facts.startedAt === undefined ? {} : { startedAt: facts.startedAt }),
    target: options.target,
    model: options.model,
    mode: options.mode,
    durationMs: Math.max(0, sound?.report.durationMs ?? 0, session.clock.at(nowMs)),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Where the user's speech, as the service dates it, and what was heard of replies lie over each other. */
function talkOverInEvents(evidence: Evidence): readonly Span[] {
  const items = [...evidence.session.items.items.values()];
  const spans = (kind: 'user' | 'assistant'): readonly Span[] => {
    const found = items
      .filter(({ entry }) => entry.kind === kind)
      .flatMap((item) =>
        kind === 'user' ? (eventSpeech(evidence, item.entry.itemId) ?? []) : item.runs,
      );
    return joinVoice(
      found.toSorted((left, right) => left.startMs - right.startMs),
      0,
    );
  };
  return overlaps(spans('user'), spans('assistant'));
}

function toolCallsOf({ items, clock }: SessionFollower): readonly ToolCall[] {
  return [...items.calls.values()].map(({ entry, endMs }) => ({
    callId: entry.callId,
    name: entry.name,
    ...(entry.server === undefined ? {} : { server: entry.server }),
    remote: entry.remote === true,
    arguments: entry.arguments,
    ...(entry.output === undefined ? {} : { output: entry.output }),
    outcome: entry.phase,
    startMs: clock.at(entry.atMs),
    ...(endMs === undefined ? {} : { endMs: clock.at(endMs) }),
    ...(entry.elapsedMs === undefined ? {} : { ranMs: entry.elapsedMs }),
  }));
}

function responsesOf({ events, clock }: SessionFollower): readonly ResponseCost[] {
  return events.responses.map(({ atMs, ...rest }) => ({ ...rest, endMs: clock.at(atMs) }));
}

function problemsOf({ events, clock }: SessionFollower): readonly ReportedProblem[] {
  return events.problems.map((each) => ({ ...each, atMs: clock.at(each.atMs) }));
}

function reconnectionsOf({ events, clock }: SessionFollower): readonly Reconnection[] {
  return events.outages.map(({ startMs, endMs, reason, failures }) => ({
    startMs: clock.at(startMs),
    ...(endMs === undefined ? {} : { endMs: clock.at(endMs) }),
    reason,
    failures,
  }));
}

function optionsOf({ state, events }: SessionFollower): OptionComparison {
  const { applied } = events;
  return {
    requested: toJson(state.asked),
    ...(applied === undefined ? {} : { applied }),
    differences: differences(state.asked, applied ?? {}).map(({ path, asked, applied: got }) => ({
      path,
      requested: asked,
      applied: got,
    })),
  };
}

function audioHealthOf({ state, events, clock }: SessionFollower): AudioHealth | undefined {
  const { counters, options, playback } = state;
  if (options.mode === 'text') return undefined;
  const { health } = playback;
  const { deviceDepthMs, microphoneDriftPpm, speakerDriftPpm } = health ?? {};
  const { longestHostLagMs, longestCaptureLagMs } = events;
  return {
    droppedCaptureFrames: counters.droppedCaptureFrames,
    unsentMs: samplesToMs(counters.droppedAppendSamples, options.inputRateHz),
    droppedPlaybackMs: samplesToMs(counters.droppedPlaybackSamples, options.outputRateHz),
    underruns: counters.underruns,
    ...(events.underrunsAtMs.length > 0 && {
      underrunsAtMs: events.underrunsAtMs.map((atMs) => clock.at(atMs)),
    }),
    restarts: counters.restarts,
    ...(deviceDepthMs === undefined ? {} : { deviceDepthMs }),
    ...(microphoneDriftPpm === undefined ? {} : { microphoneDriftPpm }),
    ...(speakerDriftPpm === undefined ? {} : { speakerDriftPpm }),
    ...(longestHostLagMs === undefined ? {} : { longestHostLagMs }),
    ...(longestCaptureLagMs === undefined ? {} : { longestCaptureLagMs }),
  };
}
