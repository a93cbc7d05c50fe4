import { describe, expect, it } from 'vitest';
import { hostStartError } from '../../../../src/audio/host-client/host-errors.js';

describe('the death of an audio host before it opened anything', () => {
  it.each([
    [
      [
        "node: src/hostapi/alsa/pa_linux_alsa.c:1453: BuildDeviceList: Assertion `devIdx < numDeviceNames' failed.",
      ],
      'no-audio-device',
      'ALSA has no configuration',
      'libasound2-data',
    ],
    [
      [
        'node:internal/modules',
        '',
        'Error: libasound.so.2: cannot open shared object file',
        '    at x',
        '',
        'Node.js v20.20.2',
      ],
      'audio-host-failed',
      'Error: libasound.so.2: cannot open shared object file',
      'Install libasound2',
    ],
    [
      ['dyld: missing symbol called', ''],
      'audio-host-failed',
      'dyld: missing symbol called',
      '--mic none',
    ],
    [[], 'audio-host-failed', 'it ended by SIGABRT', '--mic none'],
  ])('is told from its last words %j', (lastLines, code, sentence, hint) => {
    const error = hostStartError({ ending: 'it ended by SIGABRT', lastLines });
    expect(error).toMatchObject({ code, exitCode: 4 });
    expect(error.message).toContain(sentence);
    expect(error.hint).toContain(hint);
  });
});
