import { extname } from 'node:path';

const yamlNames = ['.yaml', '.yml', '.json'];
const textNames = ['.txt', '.text'];

/** Whether a script is YAML: by the name of its file, else by the keys that every YAML script has. */
export function isYamlScript(text: string, path: string): boolean {
  const extension = extname(path).toLowerCase();
  if (yamlNames.includes(extension)) return true;
  if (textNames.includes(extension)) return false;
  const first = text.split('\n', 1_000).find((line) => !/^\s*(?:#|$)/.test(line)) ?? '';
  return (
    /^(?:[\w$]+:(?:\s|$)|---\s*$|\{)/.test(first.trimEnd()) && /^(?:turns|caller):/m.test(text)
  );
}
