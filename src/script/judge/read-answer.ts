import { isJsonObject } from '../../shared/json.js';
import { sanitise } from '../../shared/sanitise.js';
import type { Vote } from './judge.js';

const maxReason = 500;
const maxQuoted = 200;

/**
 * The judgement in a model's answer: the JSON object, alone or in a code fence. Anything else is an error that quotes the
 * answer: a judgement is never guessed.
 */
export function readAnswer(answer: string): Vote {
  const text = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/i.exec(answer)?.[1] ?? answer;
  const value = parsed(text);
  if (!isJsonObject(value) || typeof value['pass'] !== 'boolean') return nonsense(answer);
  const { pass, reason } = value;
  const words = typeof reason === 'string' ? clean(reason, maxReason) : '';
  return { type: 'vote', pass, reason: words === '' ? 'it gave no reason' : words };
}

function nonsense(answer: string): Vote {
  const quoted = clean(answer, maxQuoted);
  const reason =
    quoted === '' ? 'the judge answered nothing' : `the judge answered "${quoted}", no judgement`;
  return { type: 'error', reason };
}

/** Safe for a terminal, on one line, bounded. */
function clean(text: string, limit: number): string {
  const safe = sanitise(text.slice(0, 4 * limit)).trim();
  return safe.length > limit ? `${safe.slice(0, limit)}…` : safe;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
