import { basename } from 'node:path';
import { listedError } from '../../documents/document.js';
import { json, type Infer } from '../../validation/build-shape.js';
import type { Caller, JudgeSettings, Script } from '../model/script.js';
import { sessionChecks } from './checks.js';
import { noiseOf, sessionOf } from './compile-step.js';
import { TurnCompiler } from './compile-turns.js';
import { toMs } from './durations.js';
import { scriptOptions } from './options.js';
import { sessionExpect } from './expectations.js';
import { callerShape, judgeSettings, scriptShape } from './script-shape.js';
import { requestSession } from './session-shape.js';
import { speechVoice, speechVoiceOf, steadyNoise } from './sounds.js';
import { text } from './texts.js';
import { Source, type Given } from './source.js';

const defaultPatienceMs = 10_000;
const defaultMaxTurns = 10;

/**
 * Compiles the content of a YAML script.
 * @throws VoiceliveError `script-invalid`, exit code 2, with everything that is wrong in it and the files that it names
 */
export function compileScript(content: string, path: string, given: Given): Script {
  const source = new Source(content, path, given);
  source.check(scriptShape);
  const steps = new TurnCompiler().compileFile(source);
  const script = { ...headOf(source), steps, files: [...given.files] };
  const lines = source.lines();
  if (lines.length > 0) throw listedError([...new Set(lines)], path, { code: 'script-invalid' });
  return script;
}

/** Everything but the steps, of the parts that fit; the others were reported. */
function headOf(source: Source): Script {
  const name = source.part('name', text) ?? basename(source.path);
  const session = source.part('session', requestSession);
  const noise = source.part('noise', steadyNoise);
  const voice = source.part('voice', speechVoice);
  const judge = source.part('judge', judgeSettings);
  const caller = source.part('caller', callerShape);
  const expect = source.part('expect', sessionExpect);
  const options = scriptOptions(source.part('options', json) ?? {}, source.folder);
  for (const { key, sentence } of options.problems) source.say(['options', key], sentence);
  return {
    name,
    file: source.path,
    options: options.values,
    ...(session === undefined ? {} : { session: sessionOf(source, session, ['session']) }),
    ...(noise === undefined ? {} : { noise: noiseOf(source, noise, ['noise']) }),
    ...(voice === undefined ? {} : { voice: speechVoiceOf(voice) }),
    ...(judge === undefined ? {} : { judge: judgeOf(judge) }),
    ...(caller === undefined ? {} : { caller: callerOf(source, caller) }),
    steps: [],
    checks:
      expect === undefined
        ? []
        : sessionChecks(expect, (steps) => source.placeOf(['expect', ...steps])),
  };
}

function judgeOf({
  key_from: keyFrom,
  votes = 1,
  ...rest
}: Infer<typeof judgeSettings>): JudgeSettings {
  return { ...rest, ...(keyFrom === undefined ? {} : { keyFrom }), votes };
}

function callerOf(source: Source, given: Infer<typeof callerShape>): Caller {
  const {
    patience,
    interrupts = false,
    max_turns: maxTurns = defaultMaxTurns,
    scenario,
    ...rest
  } = given;
  return {
    ...rest,
    place: source.placeOf(['caller', 'goal']),
    patienceMs: patience === undefined ? defaultPatienceMs : toMs(patience),
    interrupts,
    maxTurns,
    ...(scenario === undefined ? {} : { scenario: source.file(scenario, ['caller', 'scenario']) }),
  };
}
