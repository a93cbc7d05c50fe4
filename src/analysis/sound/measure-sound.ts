import { levelFrameMs, powerDb, type FrameLevels } from '../../audio/pure/frame-levels.js';
import { findVoice, joinVoice, overlaps } from '../../audio/pure/voice-activity.js';
import type { ChannelReport, SoundReport, Span } from '../report.js';
import type { SoundLevels } from './read-sound.js';

/** Shorter pauses are part of a stretch of voice: they lie inside words and sentences. */
const pauseMs = 200;

/** What the samples say, for further measuring. */
export interface MeasuredSound {
  readonly report: SoundReport;
  /** Voice with all its pauses. */
  readonly user: readonly Span[];
  readonly assistant: readonly Span[];
}

/** Finds the voice of both sides, its levels and the silence around it. */
export function measureSound(levels: SoundLevels): MeasuredSound {
  const user = findVoice(levels.user.power);
  const assistant = findVoice(levels.assistant.power);
  const { durationMs, sampleRateHz } = levels;
  const channels = {
    user: channelOf(levels.user, user),
    assistant: channelOf(levels.assistant, assistant),
  };
  const starts = [user[0], assistant[0]].flatMap((span) => span?.startMs ?? []);
  const ends = [user.at(-1), assistant.at(-1)].flatMap((span) => span?.endMs ?? []);
  const report: SoundReport = {
    sampleRateHz,
    durationMs,
    ...channels,
    silenceAtStartMs: Math.min(durationMs, ...starts),
    silenceAtEndMs: Math.max(0, durationMs - Math.max(0, ...ends)),
    talkOver: overlaps(channels.user.voice, channels.assistant.voice),
  };
  return { report, user, assistant };
}

function channelOf(levels: FrameLevels, spans: readonly Span[]): ChannelReport {
  const { power, clippings, clippedSamples } = levels;
  const isVoice = new Uint8Array(power.length);
  for (const { startMs, endMs } of spans)
    isVoice.fill(1, Math.floor(startMs / levelFrameMs), Math.ceil(endMs / levelFrameMs));
  const noise = power.filter((_, frame) => isVoice[frame] === 0).sort();
  const voiceFrames = power.length - noise.length;
  const voicePower = power.reduce((sum, each, at) => sum + each * (isVoice[at] ?? 0), 0);
  const peak = levels.peak.reduce((most, each) => Math.max(most, each), 0);
  return {
    peakDb: powerDb((peak / 32_768) ** 2),
    ...(voiceFrames === 0 ? {} : { voiceDb: powerDb(voicePower / voiceFrames) }),
    noiseDb: powerDb(noise[noise.length >> 1] ?? 0),
    clippings,
    clippedSamples,
    voice: joinVoice(spans, pauseMs),
  };
}
