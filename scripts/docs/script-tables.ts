import {
  callFields,
  eventFields,
  expectFields,
  itemFields,
  judgeFields,
  toolsFields,
} from '../../src/script/language/expectations.js';
import { laterMoments, namedMoments } from '../../src/script/language/moments.js';
import {
  callerFields,
  callerShape,
  judgeSettingsFields,
  scriptFields,
} from '../../src/script/language/script-shape.js';
import { espeakFields, noiseFields, serviceVoiceFields } from '../../src/script/language/sounds.js';
import { commonFields, immediateSteps, stepFields } from '../../src/script/language/steps.js';
import { textMatchFields } from '../../src/script/language/text-matches.js';
import { sessionMetrics, turnMetrics } from '../../src/script/model/script-metrics.js';
import { describeShape } from '../../src/validation/describe.js';
import type { Fields } from '../../src/validation/shape.js';
import { table } from './table.js';

/** The tables of docs/script-format.md. */
export const scriptSections: Readonly<Record<string, () => string>> = {
  'script-keys': () =>
    keys({
      ...scriptFields,
      turns: { ...stepFields.repeat.turns, about: 'what the user does', optional: true },
      caller: {
        ...scriptFields.judge,
        shape: callerShape,
        about: 'in place of turns: a second session plays the user',
      },
    }),
  'script-steps': stepTable,
  'script-step-keys': () => keys(commonFields),
  'script-moments': () =>
    table(
      ['Moment', 'When'],
      [
        ...Object.entries(namedMoments).map(([name, about]) => [`\`${name}\``, about]),
        ...Object.entries<Fields>(laterMoments).flatMap(([, fields]) =>
          Object.entries(fields).map(([key, { about = '' }]) => [`\`${key}: …\``, about]),
        ),
      ],
    ),
  'script-expectations': () => keys(expectFields),
  'script-text-matches': () => keys(textMatchFields),
  'script-tools': () => keys(toolsFields),
  'script-calls': () => keys(callFields),
  'script-events': () => keys(eventFields),
  'script-items': () => keys(itemFields),
  'script-judge-check': () => keys(judgeFields),
  'script-metrics': metricTable,
  'script-voice': () => keys(espeakFields),
  'script-service-voice': () => keys(serviceVoiceFields),
  'script-noise': () => keys(noiseFields),
  'script-judge': () => keys(judgeSettingsFields),
  'script-caller': () => keys(callerFields),
};

function keys(fields: Fields): string {
  return table(
    ['Key', 'Meaning', 'Value'],
    Object.entries(fields).map(([key, { about = '', shape, optional }]) => [
      `\`${key}\`${optional ? '' : ' (required)'}`,
      about,
      describeShape(shape),
    ]),
  );
}

/** A row for each step, and one for each key that only this step has. */
function stepTable(): string {
  const common = Object.keys(commonFields);
  return table(
    ['Step', 'Meaning', 'Value', 'Without `at`'],
    Object.entries<Fields>(stepFields).flatMap(([name, fields]) =>
      Object.entries(fields)
        .filter(([key]) => !common.includes(key))
        .map(([key, { about = '', shape }]) => [
          key === name ? `\`${key}\`` : `… \`${key}\``,
          about,
          describeShape(shape),
          key === name && 'at' in fields ? defaultMoment(name) : '',
        ]),
    ),
  );
}

function defaultMoment(name: string): string {
  return immediateSteps.includes(name) ? '`now`' : '`settled`';
}

function metricTable(): string {
  const ofTurns = new Set(turnMetrics.map(({ name }) => name));
  return table(
    ['Metric', 'Unit', 'Of a turn', 'What it is'],
    sessionMetrics.map(({ name, unit, about }) => [
      `\`${name}\``,
      unit,
      ofTurns.has(name) ? 'yes' : '',
      about,
    ]),
  );
}
