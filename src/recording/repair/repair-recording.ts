import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { VoiceliveError } from '../../shared/errors.js';
import { nothingRecorded, notReadable } from '../reader.js';
import { timelineRateHz } from '../wav-timeline.js';
import { left, lost, seconds, type Finding } from './finding.js';
import { logFindings, mendLog, readLogFacts, type LogFacts } from './mend-log.js';
import { mendWav } from './mend-wav.js';
import { isWrittenBy } from './writer.js';

/** The WAV ends so much earlier than the log says before it is reported: what a killed program had not written yet. */
const shortMs = 100;

/**
 * Mends what can be mended of a recording: sizes in the WAV's header, torn lines, the missing last line. A recording that is
 * right stays as it is, byte for byte, and so does one that is still being written.
 * @param folder of the recording
 * @param dryRun only says what would be done
 * @throws VoiceliveError exit code 2 for a folder that is no recording, or one of a later version
 */
export async function repairRecording(
  folder: string,
  dryRun: boolean,
): Promise<readonly Finding[]> {
  const logPath = join(folder, 'events.jsonl');
  const wavPath = join(folder, 'session.wav');
  const facts = await logFacts(folder, logPath, wavPath);
  if ('kind' in facts) return [facts, ...(await mendWav(wavPath, undefined, dryRun)).findings];
  const { header } = facts.start;
  if (!facts.isEnded && (await isWrittenBy(header.pid, logPath)))
    return [left(`It is still being written, by process ${String(header.pid)}.`)];
  const rateHz = wavRate(facts);
  const log = logFindings(facts);
  if (log.length > 0 && !dryRun) await mendLog(logPath, facts);
  const wav = await mendWav(wavPath, rateHz, dryRun);
  const missingMs =
    wav.durationMs === undefined ? 0 : (facts.soundEnd * 1000) / rateHz - wav.durationMs;
  const short = `session.wav ends ${seconds(missingMs)} before the sound of the event log does.`;
  return [...log, ...wav.findings, ...(missingMs > shortMs ? [lost(short)] : [])];
}

function wavRate({ start }: LogFacts): number {
  const { inputRateHz, outputRateHz } = start.header.options;
  return timelineRateHz(inputRateHz, outputRateHz);
}

/** Or why only the sound is left. */
async function logFacts(
  folder: string,
  logPath: string,
  wavPath: string,
): Promise<LogFacts | Finding> {
  try {
    return await readLogFacts(logPath);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    const isUseless = code === 'ENOENT' || code === 'not-a-recording';
    if (isUseless && existsSync(wavPath))
      return left(
        code === 'ENOENT'
          ? 'events.jsonl is missing: only the sound is left.'
          : 'events.jsonl has no header and cannot be used: only the sound is left.',
      );
    if (code === 'ENOENT' && existsSync(folder)) throw nothingRecorded(folder);
    throw thrown instanceof VoiceliveError ? thrown : notReadable(folder, thrown);
  }
}
