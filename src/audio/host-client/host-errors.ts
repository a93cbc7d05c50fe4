import type { VoiceliveError } from '../../shared/errors.js';
import { audioError } from '../kernel/audio-errors.js';

/** How a host that could not start ended. */
export interface HostExit {
  /** How it ended, e.g. `it ended by SIGABRT`. */
  readonly ending: string;
  readonly lastLines: readonly string[];
}

const withoutAudio = 'or use --mic none --speaker none.';

/** The line that says why: an error's or an assertion's, else the last one that Node did not add. */
function causeLine(lines: readonly string[]): string | undefined {
  return (
    lines.find((line) => /^\w*Error: |Assertion .* failed/.test(line)) ??
    lines.findLast((line) => line.trim() !== '' && !line.startsWith('Node.js v'))
  )?.trim();
}

/** The error for an audio host that could not start, from its last lines on stderr; exit code 4. */
export function hostStartError({ ending, lastLines }: HostExit): VoiceliveError {
  const cause = new Error(lastLines.join('\n'));
  const line = causeLine(lastLines);
  if (line?.includes('BuildDeviceList') === true) {
    // PortAudio 19.6 aborts when the ALSA configuration has no device at all.
    return audioError(
      {
        code: 'no-audio-device',
        sentence: 'no audio device was found: ALSA has no configuration',
        hint: `Install libasound2-data (Debian, Ubuntu) or alsa-lib and a sound server, ${withoutAudio}`,
      },
      cause,
    );
  }
  const isLibraryMissing = lastLines.some((each) => each.includes('libasound.so'));
  return audioError(
    {
      code: 'audio-host-failed',
      sentence: `the audio host of voicelive could not start: ${ending}${line === undefined ? '' : ` (${line})`}`,
      hint: `${isLibraryMissing ? 'Install libasound2' : 'Run voicelive doctor for details'}, ${withoutAudio}`,
    },
    cause,
  );
}

/** The error for an audio host that does not answer; exit code 4. */
export function hostTimeoutError(deadlineMs: number, lastLines: readonly string[]): VoiceliveError {
  return audioError(
    {
      code: 'audio-host-failed',
      sentence: `the audio devices did not open within ${deadlineMs / 1000} s`,
      hint: `Another program or a dead sound server may hold them. Close it, ${withoutAudio}`,
    },
    new Error(lastLines.join('\n')),
  );
}
