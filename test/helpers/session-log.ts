import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecording } from '../../src/recording/reader.js';
import type { Input, PlayedRun } from '../../src/session/inputs.js';
import { stereoOf } from './recordings.js';

/** The one recording in the folder that `--record` was given, also while it is written. */
export class SessionLog {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What happened so far; nothing before the recording was opened. */
  async inputs(): Promise<readonly Input[]> {
    const path = await this.#path();
    return path === undefined ? [] : (await readRecording(path)).inputs;
  }

  /** Left what the microphone heard, right what the speaker was given; at one rate. */
  async sound(): Promise<{ readonly left: Int16Array; readonly right: Int16Array }> {
    return stereoOf(await readFile(join((await this.#path()) ?? '', 'session.wav')));
  }

  async #path(): Promise<string | undefined> {
    if (!existsSync(this.#folder)) return undefined;
    // The newest: a test that is repeated records again.
    const name = (await readdir(this.#folder)).sort().at(-1) ?? '';
    const path = join(this.#folder, name);
    return existsSync(join(path, 'events.jsonl')) ? path : undefined;
  }
}

/** True once sound from the microphone goes to the service. */
export function isListening(inputs: readonly Input[]): boolean {
  return inputs.some((input) => input.type === 'sent' && input.audio !== undefined);
}

/** What the person said, turn by turn, as the service understood it. */
export function transcripts(inputs: readonly Input[]): readonly string[] {
  return inputs.flatMap((input) =>
    input.type === 'server' &&
    input.event.type === 'conversation.item.input_audio_transcription.completed'
      ? [input.event.transcript]
      : [],
  );
}

/** One reply of the assistant, and what became of its sound. Samples at the output rate. */
export interface Reply {
  readonly itemId: string;
  readonly text: string;
  readonly receivedSamples: number;
  /** What was handed to the speaker, in order. */
  readonly runs: readonly PlayedRun[];
  readonly handedSamples: number;
}

/** The replies whose text is complete, in order. */
export function replies(inputs: readonly Input[]): readonly Reply[] {
  return inputs.flatMap((input) => {
    if (input.type !== 'server' || input.event.type !== 'response.audio_transcript.done') return [];
    const { item_id: itemId, transcript: text } = input.event;
    const runs = runsOf(inputs, itemId);
    return [
      { itemId, text, receivedSamples: received(inputs, itemId), runs, handedSamples: total(runs) },
    ];
  });
}

/** True once every sample of the newest reply was handed to the speaker. */
export function isSaid(inputs: readonly Input[], text: RegExp): boolean {
  const reply = replies(inputs).at(-1);
  const isComplete = inputs.some(
    (input) =>
      input.type === 'server' &&
      input.event.type === 'response.audio.done' &&
      input.event.item_id === reply?.itemId,
  );
  return (
    reply !== undefined &&
    text.test(reply.text) &&
    isComplete &&
    reply.handedSamples === reply.receivedSamples
  );
}

/** Samples handed to the speaker, of every reply. */
export function handedSamples(inputs: readonly Input[]): number {
  return total(runsOf(inputs));
}

/** What the program says about the items that were cut: the ledger's word, and what it told the service. */
export function cuts(inputs: readonly Input[]): {
  readonly flushed: readonly { readonly itemId: string; readonly handedSamples: number }[];
  readonly truncated: readonly { readonly itemId: unknown; readonly audioEndMs: unknown }[];
} {
  return {
    flushed: inputs.flatMap((input) =>
      input.type === 'flushed'
        ? input.items.map(({ itemId, handedSamples: handed }) => ({
            itemId,
            handedSamples: handed,
          }))
        : [],
    ),
    truncated: inputs.flatMap((input) =>
      input.type === 'sent' && input.raw['type'] === 'conversation.item.truncate'
        ? [{ itemId: input.raw['item_id'], audioEndMs: input.raw['audio_end_ms'] }]
        : [],
    ),
  };
}

function runsOf(inputs: readonly Input[], itemId?: string): readonly PlayedRun[] {
  return inputs
    .flatMap((input) => (input.type === 'played' ? input.runs : []))
    .filter((run) => itemId === undefined || run.itemId === itemId);
}

function received(inputs: readonly Input[], itemId: string): number {
  return inputs.reduce(
    (sum, input) =>
      input.type === 'server' &&
      input.event.type === 'response.audio.delta' &&
      input.event.item_id === itemId
        ? sum + input.audioSamples
        : sum,
    0,
  );
}

function total(runs: readonly PlayedRun[]): number {
  return runs.reduce((sum, run) => sum + run.samples, 0);
}
