import { knownModels } from '../../protocol/models.js';
import { tagsOf } from '../../protocol/validate.js';
import { nativeVoices, openAiVoices } from '../../protocol/voices.js';
import { fixedModel } from '../connection/renew.js';
import type { SessionState } from '../state.js';
import { nothingToRetry } from '../turn/retry.js';
import { intent, type ArgumentValue, type CommandRow } from './command.js';
import {
  imageCommand,
  instructionsCommand,
  modelCommand,
  saveCommand,
  sendCommand,
  sessionCommand,
  turnDetectionCommand,
  turnDetectionKinds,
  voiceCommand,
} from './parse-argument.js';

/**
 * Every command of the text box, of plain mode and of text scripts, in the order of the palette. Palette, completion,
 * help and documentation are made from it.
 */
export const commandTable: readonly CommandRow[] = [
  {
    name: 'voice',
    argument: 'NAME',
    about: 'change the voice, from the next reply',
    values: voices,
    parse: voiceCommand,
  },
  {
    name: 'model',
    argument: 'NAME',
    about: 'change the model: new session, same conversation',
    values: () => knownModels.map((text) => ({ text, about: '' })),
    unavailable: fixedModel,
    parse: modelCommand,
  },
  {
    name: 'instructions',
    argument: 'TEXT|@FILE',
    about: 'change the instructions, from the next reply',
    parse: instructionsCommand,
  },
  {
    name: 'turn-detection',
    argument: 'KIND',
    about: 'who ends your turns: the service, or you (none)',
    values: () => turnDetectionKinds,
    unavailable: ({ options }) =>
      options.mode === 'text' ? 'the session has no sound' : undefined,
    parse: turnDetectionCommand,
  },
  {
    name: 'tools',
    argument: '[FILE]',
    about: 'list the tools, or add those of a file',
    takesFile: true,
    parse: (path) =>
      intent(path === '' ? { type: 'list-tools' } : { type: 'read-file', use: 'tools', path }),
  },
  {
    name: 'session',
    argument: '[CHANGE|@FILE]',
    about: 'show the session, or change it: temperature=0.7',
    parse: sessionCommand,
  },
  {
    name: 'retry',
    argument: '',
    about: 'request the reply to the last turn again',
    unavailable: nothingToRetry,
    parse: () => intent({ type: 'retry' }),
  },
  {
    name: 'image',
    argument: 'FILE|URL',
    about: 'show an image: PNG or JPEG up to 10 MB, or https',
    takesFile: true,
    parse: imageCommand,
  },
  {
    name: 'say',
    argument: 'TEXT',
    about: 'say a turn, even one that starts with a slash',
    parse: (text) => intent({ type: 'say', text }),
  },
  {
    name: 'save',
    argument: '[FILE]',
    about: 'save as Markdown or .txt; --force overwrites',
    takesFile: true,
    parse: saveCommand,
  },
  {
    name: 'search',
    argument: 'TEXT',
    about: 'search the transcript, on the full screen',
    parse: (argument) => ({ kind: 'screen', name: 'search', argument }),
  },
  {
    name: 'copy',
    argument: '',
    about: 'copy the last reply, on the full screen',
    parse: (argument) => ({ kind: 'screen', name: 'copy', argument }),
  },
  {
    name: 'seed',
    argument: 'FILE',
    about: 'add the items of a file to the conversation',
    takesFile: true,
    parse: (path) => intent({ type: 'read-file', use: 'seed', path }),
  },
  {
    name: 'items',
    argument: '',
    about: 'list the items of the conversation',
    parse: () => intent({ type: 'list-items' }),
  },
  {
    name: 'retrieve',
    argument: 'ID',
    about: 'fetch an item (the end of its id is enough)',
    values: itemIds,
    parse: (id) => intent({ type: 'retrieve-item', id }),
  },
  {
    name: 'delete',
    argument: 'ID',
    about: 'delete an item from the conversation',
    values: itemIds,
    parse: (id) => intent({ type: 'delete-item', id }),
  },
  {
    name: 'send',
    argument: 'EVENT-JSON',
    about: 'send any client event; it is checked first',
    values: () =>
      [...tagsOf('ClientEvent')].map((type) => ({ text: `{"type":"${type}"`, about: '' })),
    parse: sendCommand,
  },
  {
    name: 'reconnect',
    argument: '',
    about: 'reconnect; the conversation is restored',
    parse: () => intent({ type: 'reconnect' }),
  },
  {
    name: 'health',
    argument: '',
    about: 'show the health of audio and events, and what was lost',
    parse: () => intent({ type: 'tell-health' }),
  },
  { name: 'help', argument: '', about: 'show keys and commands', parse: () => ({ kind: 'help' }) },
  { name: 'quit', argument: '', about: 'end the session', parse: () => ({ kind: 'quit' }) },
];

function voices({ options }: SessionState): readonly ArgumentValue[] {
  const native = options.model === 'azure-realtime' ? nativeVoices : [];
  return [
    ...native.map((text) => ({ text, about: 'azure-realtime' })),
    ...openAiVoices.map((text) => ({ text, about: 'OpenAI' })),
    { text: 'en-US-AvaNeural', about: 'Azure; or another name of an Azure voice' },
    { text: 'en-US-AvaMultilingualNeural', about: 'Azure, many languages' },
  ];
}

/** The newest first. */
function itemIds({ remote }: SessionState): readonly ArgumentValue[] {
  return remote.items.map(({ id, summary }) => ({ text: id, about: summary })).reverse();
}
