import type { VoiceliveError } from '../../shared/errors.js';
import { soundError } from '../kernel/audio-errors.js';

/** What a host that could not start leaves behind. */
export interface HostDeath {
  /** How it ended, e.g. `it ended by SIGABRT`. */
  readonly ending: string;
  readonly lastLines: readonly string[];
}

const withoutSound = '--mic none --speaker none does without sound';

/** The line that says why: an error's or an assertion's, else the last one that Node did not add. */
function tellingLine(lines: readonly string[]): string | undefined {
  return (
    lines.find((line) => /^\w*Error: |Assertion .* failed/.test(line)) ??
    lines.findLast((line) => line.trim() !== '' && !line.startsWith('Node.js v'))
  )?.trim();
}

/** Why an audio host could not start, from its last words; exit code 4. */
export function hostDeath({ ending, lastLines }: HostDeath): VoiceliveError {
  const cause = new Error(lastLines.join('\n'));
  const line = tellingLine(lastLines);
  if (line?.includes('BuildDeviceList') === true) {
    // PortAudio 19.6 aborts when the ALSA configuration names no device at all.
    return soundError(
      {
        code: 'no-audio-device',
        sentence: 'no sound device was found: ALSA has no configuration',
        hint: `install libasound2-data (Debian, Ubuntu) or alsa-lib and a sound server; ${withoutSound}`,
      },
      cause,
    );
  }
  const isLibraryMissing = lastLines.some((each) => each.includes('libasound.so'));
  return soundError(
    {
      code: 'audio-host-failed',
      sentence: `the audio host of voicelive could not start: ${ending}${line === undefined ? '' : ` (${line})`}`,
      hint: `${isLibraryMissing ? 'install libasound2' : 'voicelive doctor tells more'}; ${withoutSound}`,
    },
    cause,
  );
}

/** An audio host that was started and says nothing; exit code 4. */
export function hostHangs(deadlineMs: number, lastLines: readonly string[]): VoiceliveError {
  return soundError(
    {
      code: 'audio-host-failed',
      sentence: `the sound devices did not open within ${deadlineMs / 1000} s`,
      hint: `another program or a dead sound server may hold them; ${withoutSound}`,
    },
    new Error(lastLines.join('\n')),
  );
}
