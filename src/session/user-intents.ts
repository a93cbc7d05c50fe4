import { changed } from './change-state.js';
import { activeTurnDetection } from '../protocol/turn-detection.js';
import { end } from './connection/connection.js';
import { asksForReply, beforeReady } from './connection/pending-intents.js';
import { tellHealth } from './commands/health.js';
import { askItem, listItems } from './commands/items.js';
import { toggleRecording } from './commands/record.js';
import { sendByHand } from './commands/raw-send.js';
import { save } from './commands/save.js';
import { changeOptions } from './commands/session-change.js';
import { listTools, showSession } from './commands/show-session.js';
import { readUserFile } from './commands/user-files.js';
import { changeModel, reconnectNow } from './connection/renew.js';
import type { Intent } from './inputs.js';
import type { SessionState } from './state.js';
import { chain, noEffects, type Step } from './step.js';
import { decide } from './tools/approval.js';
import { showImage } from './turn/image-turn.js';
import { wantResponse } from './turn/response.js';
import { retry } from './turn/retry.js';
import {
  cancelOnly,
  clearInput,
  commit,
  interrupt,
  say,
  sayOnly,
  sendTurnNow,
  talkDiscard,
  talkSend,
  talkStart,
  truncateOnly,
} from './turn/turn.js';

/** What the user wants, from a key, a command or a script line. */
export function onIntent(state: SessionState, intent: Intent): Step {
  if (intent.type === 'quit') return end(state);
  if (intent.type === 'mute') return mute(state, intent);
  if (isLocal(intent)) return locally(state, intent);
  if (state.connection.phase !== 'ready') return beforeReady(state, intent);
  switch (intent.type) {
    case 'talk-start':
      return talkStart(state);
    case 'talk-send':
      return talkSend(state);
    case 'talk-discard':
      return talkDiscard(state);
    case 'commit':
      return state.input.phase === 'capturing' && state.input.by === 'key'
        ? sendTurnNow(state)
        : commitNow(state);
    case 'interrupt':
      return interrupt(state);
    case 'cancel':
      return cancelOnly(state);
    case 'truncate':
      return truncateOnly(state);
    case 'clear-input':
      return clearInput(state);
    case 'say':
      return say(state, intent.text);
    case 'decide':
      return decide(state, intent.callId, intent.decision);
    case 'send-event':
      return sendByHand(state, intent.event);
    case 'show-image':
      return showImage(state, intent.source);
    case 'change-options':
      return changeOptions(state, intent.options);
    case 'change-model':
      return changeModel(state, intent.model);
    case 'retry':
      return retry(state);
    case 'list-items':
      return listItems(state);
    case 'retrieve-item':
      return askItem(state, 'retrieve', intent.id);
    case 'delete-item':
      return askItem(state, 'delete', intent.id);
  }
}

const localIntents = [
  'tell-health',
  'show-session',
  'list-tools',
  'read-file',
  'save',
  'record',
  'reconnect',
] as const;

type LocalIntent = Extract<Intent, { type: (typeof localIntents)[number] }>;

function isLocal(intent: Intent): intent is LocalIntent {
  return localIntents.some((type) => type === intent.type);
}

/** What needs no service, and is done in every state. */
function locally(state: SessionState, intent: LocalIntent): Step {
  switch (intent.type) {
    case 'tell-health':
      return tellHealth(state);
    case 'show-session':
      return showSession(state);
    case 'list-tools':
      return listTools(state);
    case 'read-file':
      return readUserFile(state, intent.use, intent.path);
    case 'save':
      return save(state, intent);
    case 'record':
      return toggleRecording(state, intent.directory);
    case 'reconnect':
      return reconnectNow(state);
  }
}

/** Commits the audio so far. Without turn detection the client has to request the answer. */
function commitNow(state: SessionState): Step {
  const detected = activeTurnDetection(state.reportedSession) !== undefined;
  return detected ? commit(state) : chain(state, commit, wantResponse);
}

/** The session is ready: pending intents are done, then audio from the meantime is sent. */
export function whenReady(state: SessionState): Step {
  if (state.connection.phase !== 'ready') return noEffects(state);
  return chain(state, doPendingIntents, (current) => ({
    state: current,
    effects: [{ type: 'resume-microphone' }],
  }));
}

/** Of several waiting turns, the last requests the answer to all. */
function doPendingIntents(state: SessionState): Step {
  const { pendingIntents } = state;
  const lastTurn = pendingIntents.findLastIndex(asksForReply);
  return chain(
    changed(state, { pendingIntents: [] }),
    ...pendingIntents.map(
      (intent, index) => (current: SessionState) =>
        intent.type === 'say' && index < lastTurn
          ? sayOnly(current, intent.text)
          : onIntent(current, intent),
    ),
  );
}

function mute(state: SessionState, intent: Extract<Intent, { type: 'mute' }>): Step {
  if (intent.what === 'microphone') {
    return noEffects(
      changed(state, { playback: { ...state.playback, microphoneMuted: intent.muted } }),
    );
  }
  const next = changed(state, { playback: { ...state.playback, speakerMuted: intent.muted } });
  // A speaker that is still opening is muted once it is open.
  if (state.options.mode === 'text' || state.parts.sound === 'opening') return noEffects(next);
  return { state: next, effects: [{ type: 'mute-speaker', muted: intent.muted }] };
}
