import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { configPath } from '../config/files/config-folder.js';
import type { OptionFiles } from '../config/options/layers.js';

/**
 * The files that set options: the `.env` of the working folder, whose variables get into the environment of the process, and
 * the configuration file. Where there is none, nothing is loaded to read it.
 * @throws VoiceliveError exit code 2 for one that cannot be used
 */
export async function readOptionFiles(): Promise<OptionFiles> {
  const path = configPath(process.env);
  const envFile = await readEnvironment(join(process.cwd(), '.env'));
  if (!existsSync(path)) return { configPath: path, ...envFile };
  const { readUserConfig } = await import('../config/files/user-config.js');
  return { configPath: path, config: readUserConfig(path), ...envFile };
}

async function readEnvironment(path: string): Promise<Pick<OptionFiles, 'envFile'>> {
  // Also a named pipe, as password managers make them.
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return {};
  const { readEnvFile } = await import('../config/files/env-file.js');
  const entries = readEnvFile(path, process.env);
  const lines = new Map<string, number>();
  for (const [name, { value, line }] of entries) {
    process.env[name] = value;
    lines.set(name, line);
  }
  return { envFile: { path: '.env', lines } };
}
