import type {
  AudioReference,
  Failure,
  FlushedItem,
  PlayedRun,
  SoundHealth,
} from '../session/inputs.js';
import type { Fields } from './line-fields.js';

export function readFailure(fields: Fields): Failure {
  return {
    code: fields.text('code'),
    sentence: fields.text('sentence'),
    ...fields.optional('hint', (name) => fields.text(name)),
    exitCode: fields.number('exitCode'),
  };
}

export function readAudioReference(fields: Fields): AudioReference {
  return {
    track: fields.oneOf('track', 'microphone', 'speaker'),
    offset: fields.number('offset'),
    length: fields.number('length'),
  };
}

export function readRun(fields: Fields): PlayedRun {
  return {
    itemId: fields.text('itemId'),
    contentIndex: fields.number('contentIndex'),
    fromSample: fields.number('fromSample'),
    samples: fields.number('samples'),
    ...fields.optional('atSample', (name) => fields.number(name)),
  };
}

export function readFlushed(fields: Fields): FlushedItem {
  return {
    itemId: fields.text('itemId'),
    contentIndex: fields.number('contentIndex'),
    receivedSamples: fields.number('receivedSamples'),
    handedSamples: fields.number('handedSamples'),
  };
}

export function readHealth(fields: Fields): SoundHealth {
  return {
    ...fields.optional('microphoneDriftPpm', (name) => fields.number(name)),
    ...fields.optional('speakerDriftPpm', (name) => fields.number(name)),
    ...fields.optional('deviceDepthMs', (name) => fields.number(name)),
    ...fields.optional('preBufferMs', (name) => fields.number(name)),
    hostLagMs: fields.number('hostLagMs'),
    captureLagMs: fields.number('captureLagMs'),
  };
}
