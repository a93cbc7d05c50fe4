import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { signalGroup } from '../../shared/process-group.js';
import { plainLine } from '../plain-text.js';
import type { Token } from './entra.js';

/** Where a bearer token is from. */
export type BearerSource =
  | { readonly file: string; readonly command?: never }
  | { readonly command: string; readonly file?: never };

/** What the shell starts ends with it; Windows would open a window instead. */
const hasGroups = process.platform !== 'win32';
/** A token is some kilobytes. */
const maxBytes = 64 * 1024;
/** A word of a complaint that may be a token: other programs print the headers that they send. */
const perhapsToken = /[\w.~+=-]{40,}/g;

/**
 * The token in the file, or that the command prints.
 * @throws VoiceliveError exit code 3 with the first line of the command's stderr, without what may be a token
 */
export async function bearerToken(source: BearerSource, signal: AbortSignal): Promise<Token> {
  const text =
    source.file === undefined
      ? await printedBy(source.command, signal)
      : await contentOf(source.file, signal);
  const token = text.trim().replace(/^Bearer\s+/i, '');
  return { token, expiresAtMs: endOf(token) };
}

async function contentOf(path: string, signal: AbortSignal): Promise<string> {
  try {
    return (await readFile(path, { encoding: 'utf8', signal })).slice(0, maxBytes);
  } catch (thrown) {
    const why = plainLine(messageOf(thrown), 200);
    throw refused(`The token file cannot be read: ${why}`, 'Check --token-file.', thrown);
  }
}

/** What a command of the shell prints, as the user would see it. */
function printedBy(command: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      detached: hasGroups,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const endGroup = (): void => {
      signalGroup(child, 'SIGTERM');
    };
    signal.addEventListener('abort', endGroup, { once: true });
    let printed = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (printed.length < maxBytes) printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (complaint.length < maxBytes) complaint += text;
    });
    const hint =
      'Run the command of --token-command yourself: it must print the token and nothing else.';
    child.once('error', (error) => {
      reject(refused(`The token command failed: ${plainLine(error.message, 200)}`, hint, error));
    });
    child.once('close', (code) => {
      signal.removeEventListener('abort', endGroup);
      if (code === 0) {
        resolve(printed);
        return;
      }
      const [line = ''] = complaint.trim().split('\n');
      const why = line === '' ? '' : `: ${plainLine(line.replace(perhapsToken, '***'), 200)}`;
      reject(refused(`The token command ended with code ${String(code)}${why}`, hint));
    });
  });
}

/** The end that a JSON web token names; a token of another form is fetched for each connection. */
function endOf(token: string): number {
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token) ?? [];
  if (payload === undefined) return 0;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const isTimed = typeof claims === 'object' && claims !== null && 'exp' in claims;
    return isTimed && typeof claims.exp === 'number' ? claims.exp * 1000 : 0;
  } catch {
    return 0;
  }
}

function refused(sentence: string, hint: string, cause?: unknown): VoiceliveError {
  return new VoiceliveError(sentence, {
    code: 'token-unavailable',
    hint,
    cause,
    exitCode: exitCodes.authentication,
  });
}
