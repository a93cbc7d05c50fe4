/** What `import … from 'voicelive'` gives; its types are in dist/types. */
export { runScript, type RunScriptOptions, type ScriptSource } from './run-script.js';
export { VoiceliveError } from '../../shared/errors.js';
export type { CheckResult, ScriptResult, StepProblem, Verdict } from '../../script/model/result.js';
