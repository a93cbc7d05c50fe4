import type { Field, Shape } from '../../validation/shape.js';
import { fold } from './fold.js';
import { headerShape } from './header-shape.js';
import { intentShape } from './intent-shapes.js';
import { lineShapes, recorderLineShapes } from './line-shapes.js';
import { stateShape } from './state-shape.js';
import { inputLine } from './write-line.js';

type LineType = keyof typeof lineShapes | keyof typeof recorderLineShapes;

const meanings: Readonly<Record<LineType, string>> = {
  'part-opening': 'sound, the way to the service or the recording is being opened',
  'part-open': 'it is open; `path`: folder of the recording',
  'part-failed':
    'it could not be opened; `textSession`: the session continues in text with these options',
  start: 'the session was started: it connects once every part is open',
  woke: 'a timer of the session has run out',
  'socket-open': 'the connection is up',
  'socket-refused': 'the service refused it, or it could not be made',
  'socket-closed': 'the connection ended',
  server: 'an event of the service as it came; its size; audio samples it carried',
  'unknown-event': 'an event that the API description does not know',
  'malformed-event': 'a known event of the wrong shape, or text that is not JSON',
  sent: 'an event sent to the service; `preRoll`: audio from before the push-to-talk key was pressed; `lateMs`: how long before it was sent its last sample was captured',
  'not-sent': 'an event that could not be sent',
  'append-dropped':
    'microphone audio not sent: the connection was backed up, or (`outage`) lost for longer than 2 s',
  played:
    'runs of samples handed to the speaker; `depthMs`: until the last of them is heard, negative when it was',
  'voice-ended':
    'how long ago the last voice of the microphone ended, when the service says that speech stopped',
  'input-ended': 'the file used as microphone has ended',
  flushed:
    'what an interruption or (`flushId` 0) a lost device cut off; `silencedMs`: audio that the device dropped or lost unheard',
  meters: 'peak levels in dBFS',
  'audio-lost': 'a sound device went away',
  'audio-restored': 'it came back',
  'audio-failed': 'it will not come back',
  'audio-counters':
    'totals so far; `underrunAgoMs`: how long before this the last underrun was noticed',
  'audio-health': 'drift, device depth, pre-buffer and lag of the sound',
  'recording-trouble': 'the recorder could not write, or can again',
  notice: 'a message of the program',
  'tool-finished': 'a local function has run',
  'image-read': 'an image file was read to be sent, or could not be',
  'file-read': 'a file of the user was read for a command, or could not be',
  saved: 'the transcript was saved, or could not be',
  intent: 'what the user did: a key, a command, a typed turn',
  'lines-lost': 'so many lines before this one were lost to a full or failing disk',
  'last-state': 'digests of the last state, field by field',
  repaired:
    'in place of `last-state`: the program was killed, and `voicelive repair` ended the log; what it did',
};

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Head and rows of the table of line kinds: name, fields, meaning. */
export function lineTable(): Table {
  const shapes: Readonly<Record<string, Shape>> = { ...lineShapes, ...recorderLineShapes };
  return {
    head: ['`type`', 'Fields', 'Meaning'],
    rows: Object.entries(meanings).map(([type, meaning]) => {
      const shape = shapes[type];
      return [`\`${type}\``, shape === undefined ? '' : fieldsOf(shape), meaning];
    }),
  };
}

/** Head and rows of the table of intents: name, fields. */
export function intentTable(): Table {
  return {
    head: ['`intent.type`', 'Fields'],
    rows: Object.entries(intentShape.members).map(([type, member]) => [
      `\`${type}\``,
      typeof member === 'string' ? '' : listed(fieldsIn(member, 'type')),
    ]),
  };
}

/** The fields of the header. */
export function headerFields(): string {
  return `${fieldsOf(headerShape)}.`;
}

/** The fields of the state with which a recording begins. */
export function stateFields(): string {
  const names = Object.keys(stateShape.fields);
  return `${names.map((name) => `\`${name}\``).join(', ')}.`;
}

/** A second of audio sent, as the recorder writes it. */
export function foldedExample(): string {
  const lines = Array.from({ length: 50 }, (_, index) => ({
    number: 40 + index,
    line: inputLine({
      nowMs: 1000 + 20 * index,
      type: 'sent',
      raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
      bytes: 1327,
      audio: { track: 'microphone', offset: 24_000 + 480 * index, length: 480 },
      lateMs: 1.5,
    }),
  }));
  return JSON.stringify(fold(lines, 50 * 480));
}

function fieldsOf(shape: Shape): string {
  if (shape.kind === 'tagged') {
    return Object.entries(shape.members)
      .map(([tag, member]) => {
        const more = typeof member === 'string' ? '' : listed(fieldsIn(member, shape.tag));
        return `\`${shape.tag}: ${tag}\`${more === '' ? '' : ` with ${more}`}`;
      })
      .join('; ');
  }
  return listed(fieldsIn(shape));
}

/** @param tag left out: it tells the shape from others */
function fieldsIn(shape: Shape, tag?: string): Readonly<Record<string, Field>> {
  const fields = shape.kind === 'object' ? Object.entries(shape.fields) : [];
  return Object.fromEntries(fields.filter(([name]) => name !== tag));
}

function listed(fields: Readonly<Record<string, Field>>): string {
  return Object.entries(fields)
    .map(([name, { shape, optional }]) => `\`${name}\`${optional ? '?' : ''}${partsOf(shape)}`)
    .join(', ');
}

/** The fields of objects inside a field. */
function partsOf(shape: Shape): string {
  const inner = shape.kind === 'array' ? shape.items : shape;
  return inner.kind === 'object' ? ` (${listed(inner.fields)})` : '';
}
