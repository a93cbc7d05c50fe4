import type { Weakening } from '../weakening.js';

const tests = ['unit/tools/runner.test.ts'];

export const tools: readonly Weakening[] = [
  {
    name: 'a tool is started by a shell',
    file: 'tools/command-tool.ts',
    text: `shell: false`,
    by: `shell: true`,
    tests,
  },
  {
    name: 'a tool gets the variables of Azure',
    file: 'tools/child-environment.ts',
    text: `if (value === undefined || withheld.test(name)) continue;`,
    by: `if (value === undefined) continue;`,
    tests,
  },
  {
    name: 'a tool gets variables with a secret in them',
    file: 'tools/child-environment.ts',
    text: `if (secrets.holds(value) && !proxy.test(name)) continue;`,
    by: '',
    tests,
  },
  {
    name: 'any number of tools runs at once',
    file: 'tools/runner.ts',
    text: `running.size >= maxRunning`,
    by: `running.size >= Infinity`,
    tests,
  },
  {
    name: 'arguments that are not an object reach a tool',
    file: 'tools/runner.ts',
    text: `return isJsonObject(value) ? value : 'its arguments are not a JSON object';`,
    by: `return isJsonObject(value) ? value : {};`,
    tests,
  },
];
