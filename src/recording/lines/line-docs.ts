import type { Field, Shape } from '../../validation/shape.js';
import { headerShape } from './header-shape.js';
import { lineShapes, recorderLineShapes } from './line-shapes.js';

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
  'input-ended': 'the file used as microphone has ended',
  flushed:
    'what an interruption or (`flushId` 0) a lost device cut off; `silencedMs`: audio that the device lost unheard',
  meters: 'peak levels in dBFS',
  'audio-lost': 'a sound device went away',
  'audio-restored': 'it came back',
  'audio-failed': 'it will not come back',
  'audio-counters': 'totals so far',
  'audio-health': 'drift, device depth, pre-buffer and lag of the sound',
  'recording-trouble': 'the recorder could not write, or can again',
  notice: 'a message of the program',
  'tool-finished': 'a local function has run',
  'image-read': 'an image file was read to be sent, or could not be',
  intent: 'what the user did: a key, a command, a typed turn',
  'lines-lost': 'so many lines before this one were lost to a full or failing disk',
  'last-state': 'digests of the last state, field by field',
};

/** Head and rows of the table of line kinds: name, fields, meaning. */
export function lineTable(): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const shapes: Readonly<Record<string, Shape>> = { ...lineShapes, ...recorderLineShapes };
  return {
    head: ['`type`', 'Fields', 'Meaning'],
    rows: Object.entries(meanings).map(([type, meaning]) => {
      const shape = shapes[type];
      return [`\`${type}\``, shape === undefined ? '' : fieldsOf(shape), meaning];
    }),
  };
}

/** The fields of the header, and those of the session options in it. */
export function headerFields(): string {
  const { options } = headerShape.fields;
  return `${fieldsOf(headerShape)}. \`options\` has ${fieldsOf(options?.shape ?? headerShape)}.`;
}

function fieldsOf(shape: Shape): string {
  if (shape.kind === 'tagged') {
    return Object.entries(shape.members)
      .map(([tag, member]) => {
        const fields = typeof member === 'string' ? {} : fieldsIn(member);
        const { [shape.tag]: _tag, ...rest } = fields;
        const more = listed(rest);
        return `\`${shape.tag}: ${tag}\`${more === '' ? '' : ` with ${more}`}`;
      })
      .join('; ');
  }
  return listed(fieldsIn(shape));
}

function fieldsIn(shape: Shape): Readonly<Record<string, Field>> {
  return shape.kind === 'object' ? shape.fields : {};
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
