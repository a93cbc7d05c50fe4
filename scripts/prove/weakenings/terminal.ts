import type { Weakening } from '../weakening.js';

const tests = ['shared/sanitise.test.ts'];
const file = 'shared/sanitise.ts';

export const terminal: readonly Weakening[] = [
  {
    name: 'OSC and other escape sequences pass',
    file,
    text: String.raw`/^[\x20-\x7e\u00a0-`,
    by: String.raw`/^[\x07\x1b\x20-\x7e\u00a0-`,
    tests,
  },
  {
    name: 'the text of a control string is left on the screen',
    file,
    text: `.replace(stringSequence, '')`,
    by: '',
    tests,
  },
  {
    name: 'C1 control characters pass',
    file,
    text: String.raw`\x0b-\x1f\x7f-\x9f]/g`,
    by: String.raw`\x0b-\x1f\x7f]/g`,
    tests,
  },
  {
    name: 'bidi controls pass',
    file,
    text: `.replace(bidiControl, '')`,
    by: '',
    tests,
  },
  {
    name: 'zero-width characters pass',
    file,
    text: `.replace(invisible, '')`,
    by: '',
    tests,
  },
  {
    name: 'a pile of combining marks passes',
    file,
    text: `.replace(attached, '$1')`,
    by: '',
    tests,
  },
  {
    name: 'replies are printed unsanitised without a full screen',
    file: 'plain/plain-printer.ts',
    text: `of sanitise(text, { newlines: true }).split('\\n').entries())`,
    by: `of text.split('\\n').entries())`,
    tests: ['plain/plain-printer.test.ts'],
  },
  {
    name: 'the transcript at exit is printed unsanitised',
    file: 'plain/exit-transcript.ts',
    text: `return sanitise(text, { newlines: true })`,
    by: `return text`,
    tests: ['plain/plain-printer.test.ts'],
  },
  {
    name: 'the event log shows event types unsanitised',
    file: 'layout/event-log.ts',
    text: `escapeVisibly(shortType(`,
    by: `(shortType(`,
    tests: ['tui/layout/frame.test.ts'],
  },
  {
    name: 'the inspector shows events unsanitised',
    file: 'layout/inspector.ts',
    text: `escapeVisibly(line.text)`,
    by: `line.text`,
    tests: ['tui/layout/frame.test.ts'],
  },
  {
    name: '--json passes what a terminal obeys',
    file: 'shared/safe-json.ts',
    text: `.replace(unsafe, escaped)`,
    by: '',
    tests: ['shared/safe-json.test.ts'],
  },
  {
    name: 'errors of the network are told with control characters',
    file: 'transport/plain-text.ts',
    text: String.raw`.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, '')`,
    by: '',
    tests: ['transport/plain-text.test.ts'],
  },
];
