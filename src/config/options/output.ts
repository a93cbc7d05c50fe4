import { everySession, option, talkOnly } from './row.js';
import { numberFrom, oneOf, path, switchOff, switchOn, textOr } from './value-kinds.js';

/** Where recordings are kept unless the user names a folder. */
export const defaultRecordings = 'recordings';

/** What a session shows, writes and may cost. */
export const outputRows = [
  option({
    name: 'text',
    flag: '--text',
    value: switchOn,
    default: false,
    group: 'output',
    help: 'use typed turns and written replies only, without audio',
    commands: talkOnly,
    toSession: (textOnly) =>
      textOnly ? { modalities: ['text'], turn_detection: null } : { modalities: ['text', 'audio'] },
  }),
  option({
    name: 'plain',
    flag: '--plain',
    value: switchOn,
    default: false,
    group: 'output',
    help: 'print lines instead of the full screen',
    commands: talkOnly,
    usedBy: 'screen',
  }),
  option({
    name: 'json',
    flag: '--json',
    value: switchOn,
    default: false,
    group: 'output',
    help: 'print every event as a JSON line',
    commands: everySession,
    usedBy: 'output',
  }),
  option({
    name: 'record',
    flag: '--record [dir]',
    value: textOr(defaultRecordings),
    group: 'output',
    help: 'record session.wav and events.jsonl in a new folder in DIR (recordings)',
    otherwise: 'no recording',
    commands: everySession,
    usedBy: 'recording',
  }),
  option({
    name: 'maxCost',
    flag: '--max-cost <usd>',
    value: numberFrom(0, 'an amount of US dollars, such as 0.50'),
    group: 'output',
    help: 'stop after the reply that takes the estimated cost over this amount',
    otherwise: 'no limit',
    commands: everySession,
    toOptions: (maxCostUsd) => ({ maxCostUsd }),
  }),
  option({
    name: 'prices',
    flag: '--prices <file>',
    value: path,
    group: 'output',
    help: 'read prices from this YAML or JSON file',
    otherwise: 'the built-in table',
    commands: everySession,
    readFile: async (file, where) => {
      const { readPriceFile } = await import('../files/user-files.js');
      return { prices: readPriceFile(file, where) };
    },
  }),
  option({
    name: 'timeout',
    flag: '--timeout <seconds>',
    value: numberFrom(0.001, 'a number of seconds over 0, such as 60'),
    group: 'output',
    help: 'end the session after this many seconds',
    otherwise: 'no limit',
    commands: everySession,
    toOptions: (seconds) => ({ timeoutMs: seconds * 1000 }),
  }),
  option({
    name: 'theme',
    flag: '--theme <theme>',
    value: oneOf('auto', 'dark', 'light', 'none'),
    default: 'auto',
    group: 'output',
    help: 'colours of the full screen; auto asks the terminal for its background',
    commands: talkOnly,
    usedBy: 'screen',
  }),
  option({
    name: 'color',
    flag: '--no-color',
    env: 'NO_COLOR',
    value: switchOff,
    default: true,
    group: 'output',
    help: 'do not use colours',
    commands: everySession,
    usedBy: 'screen',
  }),
  option({
    name: 'mouse',
    flag: '--no-mouse',
    value: switchOff,
    default: true,
    group: 'output',
    help: 'leave the mouse to the terminal, to select text without Shift',
    commands: talkOnly,
    usedBy: 'screen',
  }),
] as const;
