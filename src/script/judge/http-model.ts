import { bodyPieces } from '../../shared/body-pieces.js';
import type { Clock } from '../../shared/clock.js';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { isJsonArray, isJsonObject } from '../../shared/json.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import { isLoopback } from '../../transport/endpoint.js';
import type { JudgeModel } from './open-judge.js';

export interface HttpModelOptions {
  /** Up to and with `/v1`. */
  readonly url: string;
  readonly model: string;
  /** Absent for a service without keys. */
  readonly key?: string;
  /** Learns the key. */
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** For each answer. */
  readonly deadlineMs: number;
}

/** A larger answer is not read: a judgement is short. */
const maxBodyBytes = 1024 * 1024;
const maxShown = 200;

/**
 * A model behind an OpenAI-compatible service: `POST {url}/chat/completions`. Redirects are not followed, so that the key
 * goes nowhere else.
 * @throws VoiceliveError exit code 2 for a URL that cannot be used, or that would send the key in the clear
 */
export function createHttpModel(options: HttpModelOptions): JudgeModel {
  const { key, secrets } = options;
  if (key !== undefined) secrets.learn([key]);
  const url = endpointOf(options.url, key !== undefined);
  const running = new Set<AbortController>();
  return {
    async answer(instructions, prompt) {
      const abort = new AbortController();
      running.add(abort);
      const { clock, deadlineMs } = options;
      const cancel = clock.after(deadlineMs, () => {
        abort.abort(failed(url, `no answer within ${deadlineMs / 1000} s`));
      });
      try {
        return await request(url, options, instructions, prompt, abort.signal);
      } catch (thrown) {
        throw cleaned(url, abort.signal.aborted ? abort.signal.reason : thrown, secrets);
      } finally {
        cancel();
        running.delete(abort);
      }
    },
    close() {
      for (const abort of running) abort.abort(failed(url, 'the judge was closed'));
      return Promise.resolve();
    },
  };
}

async function request(
  url: URL,
  { model, key }: HttpModelOptions,
  instructions: string,
  prompt: string,
  signal: AbortSignal,
): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    signal,
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({
      model,
      messages: [
        { role: 'system', content: instructions },
        { role: 'user', content: prompt },
      ],
      response_format: { type: 'json_object' },
    }),
  });
  const text = await bodyOf(response, url, signal);
  if (!response.ok) throw failed(url, `HTTP ${response.status}: ${text.slice(0, maxShown)}`);
  const content = contentOf(text);
  if (content === undefined) throw failed(url, `no chat completion: ${text.slice(0, maxShown)}`);
  return content;
}

async function bodyOf(response: Response, url: URL, signal: AbortSignal): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of bodyPieces(response, signal)) {
    bytes += piece.length;
    if (bytes > maxBodyBytes) throw failed(url, 'its answer is longer than 1 MiB');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The text of the first choice; undefined where the answer is no chat completion. */
function contentOf(text: string): string | undefined {
  const body = parsed(text);
  const choices = isJsonObject(body) ? body['choices'] : undefined;
  const [choice] = isJsonArray(choices) ? choices : [];
  const message = isJsonObject(choice) ? choice['message'] : undefined;
  if (!isJsonObject(message)) return undefined;
  const { content } = message;
  // An answer without text is one: the judge answered nothing.
  return typeof content === 'string' ? content : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function endpointOf(given: string, hasKey: boolean): URL {
  const full = `${given.replace(/\/+$/, '')}/chat/completions`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw wrongUrl('it is not an http or https URL');
  if (url.username !== '' || url.password !== '')
    throw wrongUrl('it has a user name or a password');
  if (hasKey && url.protocol === 'http:' && !isLoopback(url.hostname))
    throw wrongUrl('the key would be sent without encryption');
  return url;
}

function wrongUrl(problem: string): VoiceliveError {
  return new VoiceliveError(`The judge's URL cannot be used: ${problem}.`, {
    code: 'judge-url',
    hint: 'Such as https://api.example.com/v1; name the variable with the key separately.',
    exitCode: exitCodes.usage,
  });
}

function failed(url: URL, reason: string): VoiceliveError {
  return new VoiceliveError(`${url.host}: ${reason}`, { code: 'judge-http' });
}

/** What the network says is in the cause; neither the key nor a parameter of the URL is. */
function cleaned(url: URL, thrown: unknown, secrets: Secrets): VoiceliveError {
  const text =
    thrown instanceof VoiceliveError
      ? thrown.message
      : failed(
          url,
          thrown instanceof Error && thrown.cause ? messageOf(thrown.cause) : messageOf(thrown),
        ).message;
  return new VoiceliveError(secrets.hide(text), { code: 'judge-http' });
}
