import { readSessionFile } from '../../config/session/session-file.js';
import type { ClientEvent, RequestSession } from '../../protocol/generated/types.js';
import { checkRequestSession, isRequestSession } from '../../protocol/limits.js';
import { checkClientEvent } from '../../protocol/parse.js';
import type { Intent } from '../../session/inputs.js';
import type { Infer } from '../../validation/build-shape.js';
import { problemAt, type PathStep } from '../../validation/problem.js';
import type { Action, Moment, Noise, Step } from '../model/script.js';
import { judgeChecks, turnChecks, type PlaceOf } from './checks.js';
import { toMs } from './durations.js';
import { awaitedMoment, momentOf } from './moments.js';
import type { Source } from './source.js';
import { speechVoiceOf, type steadyNoise } from './sounds.js';
import { immediateSteps, type turn } from './steps.js';

type GivenStep = Exclude<Infer<typeof turn>, string>;

/** A step that does something itself. */
export type DoneStep = Exclude<
  GivenStep,
  { readonly repeat: number } | { readonly include: string }
>;

const settled: Moment = { type: 'settled' };

/** A turn that is only a text. */
export function typedTurn(source: Source, text: string, at: readonly PathStep[]): Step {
  return {
    place: source.placeOf(at),
    action: { type: 'intent', intent: { type: 'say', text } },
    at: settled,
    checks: [],
  };
}

/** A step of a file; what is wrong with what it names goes to the source. */
export function stepOf(source: Source, given: DoneStep, at: readonly PathStep[]): Step {
  const within =
    (key: string): PlaceOf =>
    (steps) =>
      source.placeOf([...at, key, ...steps]);
  const { at: when, timeout, expect, judge } = given;
  return {
    place: source.placeOf(at),
    action: actionOf(source, given, at),
    at: when === undefined ? defaultMoment(given) : momentOf(when),
    ...(timeout === undefined ? {} : { timeoutMs: toMs(timeout) }),
    checks: [
      ...(expect === undefined ? [] : turnChecks(expect, within('expect'))),
      ...(judge === undefined ? [] : judgeChecks(judge, within('judge'))),
    ],
  };
}

function defaultMoment(given: DoneStep): Moment {
  return immediateSteps.some((key) => key in given) ? { type: 'now' } : settled;
}

function actionOf(source: Source, given: DoneStep, at: readonly PathStep[]): Action {
  if ('text' in given) return intent({ type: 'say', text: given.text });
  if ('say' in given) {
    const { say, voice, push_to_talk: pushToTalk = false } = given;
    return {
      type: 'say',
      text: say,
      pushToTalk,
      ...(voice === undefined ? {} : { voice: speechVoiceOf(voice) }),
    };
  }
  if ('play' in given) {
    const file = source.file(given.play, [...at, 'play']);
    const said = given.said === undefined ? {} : { said: given.said };
    return { type: 'play', file, ...said, pushToTalk: given.push_to_talk ?? false };
  }
  if ('image' in given)
    return intent({ type: 'show-image', source: imageSource(source, given.image, at) });
  if ('silence' in given) return { type: 'silence', ms: toMs(given.silence) };
  if ('noise' in given) {
    if (given.noise === 'off') return { type: 'noise' };
    return { type: 'noise', noise: noiseOf(source, given.noise, [...at, 'noise']) };
  }
  if ('wait' in given) return { type: 'wait', for: awaitedMoment(given.wait) };
  if ('disconnect' in given) return { type: 'disconnect' };
  if ('send' in given) return sendAction(source, given.send, [...at, 'send']);
  if ('session' in given) {
    const session = sessionOf(source, given.session, [...at, 'session']);
    return intent({ type: 'send-event', event: { type: 'session.update', session } });
  }
  if ('approve' in given)
    return { type: 'decide', decision: given.for ?? 'once', ...toolNamed(given.approve) };
  if ('deny' in given) return { type: 'decide', decision: 'deny', ...toolNamed(given.deny) };
  if ('tool_result' in given) {
    const { tool, output, ok = true } = given.tool_result;
    return { type: 'tool-result', tool, output, ok };
  }
  if ('interrupt' in given) return intent({ type: 'interrupt' });
  if ('cancel' in given) return intent({ type: 'cancel' });
  if ('truncate' in given) return intent({ type: 'truncate' });
  return intent({ type: 'clear' in given ? 'clear-input' : 'commit' });
}

function intent(value: Intent): Action {
  return { type: 'intent', intent: value };
}

function toolNamed(given: string | true): { readonly tool?: string } {
  return given === true ? {} : { tool: given };
}

/** An https URL, or the path of a file. */
function imageSource(source: Source, named: string, at: readonly PathStep[]): string {
  const steps = [...at, 'image'];
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(named)) return source.file(named, steps);
  if (!/^https:/i.test(named) || !URL.canParse(named))
    source.report(problemAt(steps, { found: 'another URL', expected: 'a file, or an https URL' }));
  return named;
}

/** Noise under the microphone; its file has to be there. */
export function noiseOf(
  source: Source,
  { file, snr_db: snrDb }: Infer<typeof steadyNoise>,
  at: readonly PathStep[],
): Noise {
  return { file: source.file(file, [...at, 'file']), snrDb };
}

/** Options of a session, from the script or from the file that it names. */
export function sessionOf(source: Source, given: unknown, at: readonly PathStep[]): RequestSession {
  if (typeof given === 'string') {
    try {
      return readSessionFile(source.pathOf(given), 'session');
    } catch (thrown) {
      source.addThrown(at, thrown);
      return {};
    }
  }
  if (isRequestSession(given)) return given;
  source.reportAll(checkRequestSession(given), at);
  return {};
}

function sendAction(source: Source, event: unknown, at: readonly PathStep[]): Action {
  if (isClientEvent(event)) return intent({ type: 'send-event', event });
  source.reportAll(checkClientEvent(event), at);
  return { type: 'wait', for: settled };
}

function isClientEvent(event: unknown): event is ClientEvent {
  return checkClientEvent(event).length === 0;
}
