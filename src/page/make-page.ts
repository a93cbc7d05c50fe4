import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withSound, type StereoSound } from '../analysis/sound/read-sound.js';
import { VoiceliveError, exitCodes } from '../shared/errors.js';
import type { Inspection } from '../analysis/inspect-recording.js';
import { builtFile } from '../shared/paths.js';
import { chooseAudio, type AudioWish } from './audio/audio-choice.js';
import { opusPieces, wavPieces } from './audio/encode-audio.js';
import type { OpusEncoder } from './audio/encoders.js';
import type { EventCollector } from './data/collect-events.js';
import { packEvents } from './data/pack-events.js';
import { renderPage } from './render-page.js';
import { writePage } from './write-page.js';

interface ChosenAudio {
  readonly type?: string;
  readonly note: string;
  /** Absent with `type`. */
  readonly pieces?: (sound: StereoSound) => AsyncIterable<Uint8Array>;
}

/** A page that was written. */
export interface WrittenPage {
  readonly bytes: number;
  /** A sentence on its audio. */
  readonly audioNote: string;
}

/**
 * Writes the page of a recording.
 * @param file where; a page that is there is replaced
 * @param encoder as `encoderFor` found it
 * @throws VoiceliveError where audio was asked for that cannot be had, or the file cannot be written
 */
export async function makePage(
  file: string,
  { folder, report, levels, at }: Inspection,
  collector: EventCollector,
  audioWish: AudioWish,
  encoder: OpusEncoder | undefined,
): Promise<WrittenPage> {
  collector.end();
  const soundPath = levels && join(folder, 'session.wav');
  const audio = audioOf(audioWish, levels?.durationMs, encoder);
  const page = renderPage(
    {
      report,
      ...(levels && { levels }),
      events: packEvents(collector.events, collector.dropped, at),
      ...(audio.type === undefined ? {} : { audio: audio.type }),
      audioNote: audio.note,
    },
    {
      script: await readFile(builtFile('page.js'), 'utf8'),
      style: await readFile(builtFile('page-style.css'), 'utf8'),
    },
  );
  const { pieces, note: audioNote } = audio;
  const bytes =
    pieces === undefined || soundPath === undefined
      ? await writePage(file, page)
      : await withSound(soundPath, (sound) => writePage(file, page, pieces(sound)));
  return { bytes, audioNote };
}

function audioOf(
  wish: AudioWish,
  durationMs: number | undefined,
  encoder: OpusEncoder | undefined,
): ChosenAudio {
  if (durationMs === undefined) {
    if (wish.kind === 'opus' || wish.kind === 'wav') throw noSound();
    return { note: 'The recording has no sound.' };
  }
  const choice = chooseAudio(wish, durationMs, encoder !== undefined);
  switch (choice.kind) {
    case 'none':
      return {
        note:
          wish.kind === 'none'
            ? 'This page has no audio.'
            : 'This page has no audio, because the recording is long; --audio opus or --audio wav adds it.',
      };
    case 'wav':
      return { type: 'audio/wav', note: 'With audio: WAV.', pieces: wavPieces };
    case 'opus':
      if (encoder === undefined) throw new Error('a page with Opus has no encoder');
      return {
        type: 'audio/ogg; codecs=opus',
        note: `With audio: Opus, ${choice.kilobits} kbit/s.`,
        pieces: (sound) => opusPieces(sound, encoder, choice.kilobits),
      };
  }
}

function noSound(): VoiceliveError {
  return new VoiceliveError('The recording has no sound that a page could have.', {
    code: 'no-sound',
    hint: 'Use --audio none.',
    exitCode: exitCodes.usage,
  });
}
