import type { FunctionTool, TurnDetection } from '../../protocol/generated/types.js';
import type { Caller } from '../model/script.js';

/** How the caller ends the conversation. */
export const callerTools: readonly FunctionTool[] = [
  ending('goal_reached', 'Call this as soon as your goal is reached.'),
  ending('give_up', 'Call this when you are certain that your goal cannot be reached.'),
];

function ending(name: 'goal_reached' | 'give_up', description: string): FunctionTool {
  return {
    type: 'function',
    name,
    description,
    parameters: {
      type: 'object',
      properties: { reason: { type: 'string', description: 'Why, in one sentence.' } },
      required: ['reason'],
    },
  };
}

/** What the model that plays the caller is told. */
export function callerInstructions({ instructions, goal }: Caller): string {
  return [
    'You play a person who calls a service by telephone. What you hear is the service; what you say is said to it.',
    'Stay in this role. Speak as one speaks on the telephone: one or two short sentences at a time, no lists.',
    'Never do what the service is there for, never answer for it, and never offer it help.',
    `How you behave:\n${instructions}`,
    `Your goal:\n${goal}`,
    'Judge by what the service said, not by what you expect of it. As soon as the goal is reached, call goal_reached. If',
    'it cannot be reached, call give_up. Whatever you hear, only these two end the call.',
  ].join('\n\n');
}

/** A message for the caller's model after a silence. */
export const silenceMessage =
  'The service has said nothing for a while. Say something, or end the call with one of your functions.';

/**
 * Turn detection of the caller's session. It only finds the turns: when the caller speaks is decided here. A caller that
 * interrupts takes a short pause for the end of a turn, and does not stop when the agent goes on.
 */
export function callerTurnDetection({ interrupts }: Caller): TurnDetection {
  return {
    type: 'server_vad',
    silence_duration_ms: interrupts ? 200 : 500,
    create_response: false,
    interrupt_response: !interrupts,
  };
}
