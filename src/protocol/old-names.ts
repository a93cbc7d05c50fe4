import { problemAt, type Problem } from '../validation/problem.js';

/** A name that one of the documents of the protocol has and the service does not take. */
export interface OldName {
  /** With its place, for the documentation. */
  readonly name: string;
  /** Where it stands in a session or an event. */
  readonly at: RegExp;
  /** The value, where that is what the service does not take. */
  readonly value?: string;
  /** The right name in the same place. */
  readonly instead: string;
  readonly namedBy: string;
  readonly reason: string;
}

const renamed = 'renamed in the API; the API description has the new name';
const hyphen = 'the JavaScript SDK corrected the hyphen in 1.0.0-beta.3';
const neverWorked = 'never worked on the service (specification PR 43472)';

/** Sources: the three documents, and what SDKs and live tests say of the service. */
export const oldNames: readonly OldName[] = [
  {
    name: 'turn_detection.eou_detection',
    at: /(^|\.)eou_detection$/,
    instead: 'end_of_utterance_detection',
    namedBy: '000',
    reason: renamed,
  },
  {
    name: 'voice(azure-personal).speaker_profile_id',
    at: /(^|\.)speaker_profile_id$/,
    instead: 'model',
    namedBy: '000',
    reason: 'a personal voice is a name and a model in the API description and the SDKs',
  },
  {
    name: 'output_audio_format = pcm16-8000hz',
    at: /(^|\.)output_audio_format$/,
    value: 'pcm16-8000hz',
    instead: 'pcm16_8000hz',
    namedBy: '000',
    reason: hyphen,
  },
  {
    name: 'output_audio_format = pcm16-16000hz',
    at: /(^|\.)output_audio_format$/,
    value: 'pcm16-16000hz',
    instead: 'pcm16_16000hz',
    namedBy: '000',
    reason: hyphen,
  },
  {
    name: 'tools[].type = url',
    at: /(^|\.)tools\[\d+\]\.type$/,
    value: 'url',
    instead: 'mcp',
    namedBy: '000',
    reason: renamed,
  },
  {
    name: 'tools[](mcp).url',
    at: /(^|\.)tools\[\d+\]\.url$/,
    instead: 'server_url',
    namedBy: '000',
    reason: renamed,
  },
  {
    name: 'tools[](mcp).name',
    at: /(^|\.)tools\[\d+\]\.name$/,
    instead: 'server_label',
    namedBy: '000',
    reason: renamed,
  },
  {
    name: 'tools[](mcp).tool_configuration',
    at: /(^|\.)tools\[\d+\]\.tool_configuration$/,
    instead: 'allowed_tools',
    namedBy: '000',
    reason: renamed,
  },
  {
    name: 'avatar.background',
    at: /(^|\.)avatar\.background$/,
    instead: 'video',
    namedBy: '000',
    reason: 'the background belongs to the video: `avatar.video.background`',
  },
  {
    name: 'avatar.video_params',
    at: /(^|\.)avatar\.video_params$/,
    instead: 'video',
    namedBy: '000',
    reason: renamed,
  },
  {
    name: 'content[](input_image).url',
    at: /\.content\[\d+\]\.url$/,
    instead: 'image_url',
    namedBy: '000, 003',
    reason: neverWorked,
  },
  {
    name: 'content[](input_image).base64',
    at: /\.content\[\d+\]\.base64$/,
    instead: 'image_url',
    namedBy: '000',
    reason: 'an image is sent as a data URL',
  },
  {
    name: 'content[].type = audio',
    at: /\.content\[\d+\]\.type$/,
    value: 'audio',
    instead: 'input_audio',
    namedBy: '000',
    reason: 'only the service sends parts of this type',
  },
];

/** The problems, with the right name as the suggestion where one of them is about an old name. */
export function withRightNames(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => {
    const old = oldNames.find((each) => isAbout(each, problem));
    if (old === undefined) return problem;
    const { kind, steps, found, expected } = problem;
    return problemAt(steps, { kind, found, expected, suggestion: old.instead });
  });
}

function isAbout({ at, value }: OldName, { kind, path, found }: Problem): boolean {
  if (!at.test(path)) return false;
  return value === undefined ? kind === 'unknown-key' : found === `"${value}"`;
}
