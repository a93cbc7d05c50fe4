import { spawn } from 'node-pty';
import xterm from '@xterm/headless';
import { expect } from 'vitest';
import type { Environment } from './program.js';

export type Shell = 'bash' | 'zsh';

export interface OpenShell {
  /** Types the text, and waits for what stands before the cursor then, or anywhere for a text. */
  type(text: string, expected: RegExp | string): Promise<void>;
  close(): void;
}

/** An interactive shell in a terminal. */
export function openShell(
  name: Shell,
  flags: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Environment },
): OpenShell {
  const terminal = new xterm.Terminal({ cols: 120, rows: 24, allowProposedApi: true });
  const pty = spawn(name, [...flags], { cwd, env: { ...env }, cols: 120, rows: 24 });
  pty.onData((text) => {
    terminal.write(text);
  });
  const { buffer } = terminal;
  const line = (row: number): string => buffer.active.getLine(row)?.translateToString() ?? '';
  const beforeCursor = (): string =>
    line(buffer.active.baseY + buffer.active.cursorY).slice(0, buffer.active.cursorX);
  const all = (): string =>
    Array.from({ length: buffer.active.length }, (_, row) => line(row).trimEnd()).join('\n');
  return {
    async type(text, expected) {
      pty.write(text);
      if (typeof expected === 'string') await expect.poll(all).toContain(expected);
      else await expect.poll(beforeCursor).toMatch(expected);
    },
    close: () => {
      pty.kill('SIGKILL');
    },
  };
}
