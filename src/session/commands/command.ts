import type { Intent } from '../inputs.js';
import type { SessionState } from '../state.js';

/** What a typed line means. */
export type Command =
  /** A turn, or another intent. */
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' }
  /** For the full screen; elsewhere it is a problem. */
  | { readonly kind: 'screen'; readonly name: 'search' | 'copy'; readonly argument: string }
  /** Refused, with the reason as a sentence; nothing is sent. `unchecked`: what it means where nothing is checked. */
  | { readonly kind: 'problem'; readonly text: string; readonly unchecked?: Intent };

/** A value that an argument may have. */
export interface ArgumentValue {
  readonly text: string;
  /** What tells it from others; empty when its name says all. */
  readonly about: string;
}

export interface CommandRow {
  readonly name: string;
  /** What follows the name: empty when nothing may, in brackets when it can be left out. */
  readonly argument: string;
  /** One line, without a full stop. */
  readonly about: string;
  /** Values to offer for the argument. */
  readonly values?: (state: SessionState) => readonly ArgumentValue[];
  /** The argument is the name of a file. */
  readonly takesFile?: true;
  /** Why the command does nothing now, as words for `not now: …`; undefined when it works. */
  readonly unavailable?: (state: SessionState) => string | undefined;
  /** The command with its argument, which is empty where there is none. */
  readonly parse: (argument: string) => Command;
}

/** The argument has to be given. */
export function needsArgument({ argument }: CommandRow): boolean {
  return argument !== '' && !argument.startsWith('[');
}

export function intent(value: Intent): Command {
  return { kind: 'intent', intent: value };
}

export function problem(text: string): Command {
  return { kind: 'problem', text };
}
