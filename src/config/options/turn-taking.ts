import { activeTurnDetection } from '../../protocol/turn-detection.js';
import { nearest } from '../../shared/suggest.js';
import { badOption } from './problems.js';
import { everySession, option, talkOnly } from './row.js';
import { numberFrom, switchOff, switchOn, textThat } from './value-kinds.js';

/** Keys that can be push-to-talk, as help and documentation spell them: those with no other function on the screen. */
export const talkKeys: readonly string[] = [
  'space',
  'insert',
  // F1 is help.
  ...Array.from({ length: 11 }, (_, index) => `f${String(index + 2)}`),
  ...Array.from('bdhopuvwz0123456789'),
];

/** Who speaks when. */
export const turnTakingRows = [
  option({
    name: 'ptt',
    flag: '--ptt',
    value: switchOn,
    default: false,
    group: 'turn taking',
    help: 'use push-to-talk: start and end your turn with the Space key',
    commands: talkOnly,
    requires: 'sound',
    excludes: [
      {
        option: 'turnDetection',
        isNot: 'none',
        reason: 'Push-to-talk needs no turn detection: leave one of them out.',
      },
    ],
    toSession: (ptt) => (ptt ? { turn_detection: null } : {}),
  }),
  option({
    name: 'pttKey',
    flag: '--ptt-key <key>',
    value: textThat(parseTalkKey),
    default: 'space',
    group: 'turn taking',
    help: 'choose the push-to-talk key: space, insert, f1 to f12, a digit or an unused letter',
    commands: talkOnly,
    requires: 'sound',
    usedBy: 'screen',
  }),
  option({
    name: 'pttHangOver',
    flag: '--ptt-hang-over <ms>',
    value: numberFrom(0, 'a number of milliseconds, such as 200'),
    default: 0,
    group: 'turn taking',
    help: 'keep listening this long after the push-to-talk key is released',
    commands: everySession,
    requires: 'sound',
    toOptions: (hangOverMs) => (hangOverMs > 0 ? { hangOverMs } : {}),
  }),
  option({
    name: 'halfDuplex',
    flag: '--half-duplex',
    value: switchOn,
    default: false,
    group: 'turn taking',
    help: 'mute the microphone while the assistant speaks, for loudspeakers',
    commands: everySession,
    requires: 'sound',
    toOptions: (halfDuplex) => (halfDuplex ? { halfDuplex } : {}),
  }),
  option({
    name: 'bargeIn',
    flag: '--no-barge-in',
    value: switchOff,
    default: true,
    group: 'turn taking',
    help: 'do not let speech interrupt the reply',
    commands: everySession,
    requires: 'sound',
    toSession: (bargeIn, { session }) => {
      const detection = activeTurnDetection(session);
      if (bargeIn || detection === undefined) return {};
      return { turn_detection: { ...detection, interrupt_response: false } };
    },
  }),
] as const;

function parseTalkKey(given: string, where: string): string {
  const name = given.toLowerCase();
  if (talkKeys.includes(name)) return name;
  const suggestion = nearest(name, talkKeys);
  throw badOption({
    code: 'ptt-key',
    where,
    found: given,
    expected: 'space, insert, f1 to f12, a digit, or a letter with no function on the screen',
    suggestion: suggestion !== undefined && suggestion.length > 1 ? suggestion : undefined,
    hint: `The letters are ${talkKeys.filter((key) => /^[a-z]$/.test(key)).join(', ')}.`,
  });
}
