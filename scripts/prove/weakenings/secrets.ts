import type { Weakening } from '../weakening.js';

const tests = ['redact.test.ts'];

export const secrets: readonly Weakening[] = [
  {
    name: 'known secrets are not looked for',
    file: 'redact.ts',
    text: `known === undefined ? text : text.replace(known, replace)`,
    by: `text`,
    tests,
  },
  {
    name: 'secrets in base64 are not found',
    file: 'secret-forms.ts',
    text: `return cores.filter((core) => core.length >= shortestCore);`,
    by: `return cores.slice(0, 0);`,
    tests,
  },
  {
    name: 'secrets in the middle of longer base64 are not found',
    file: 'secret-forms.ts',
    text: `const cores = [0, 1, 2].map(`,
    by: `const cores = [0].map(`,
    tests,
  },
  {
    name: 'secrets escaped for JSON are not found',
    file: 'secret-forms.ts',
    text: `return JSON.stringify(text).slice(1, -1);`,
    by: `return text;`,
    tests,
  },
  {
    name: 'fields with the name of a secret are kept',
    file: 'redact.ts',
    text: `if (secret) return replace(text);`,
    by: '',
    tests,
  },
  {
    name: 'unknown secrets inside a text are kept',
    file: 'redact.ts',
    text: `if (!mayTell.test(without)) return without;`,
    by: `return without;`,
    tests,
  },
  {
    name: 'names of fields are not searched',
    file: 'redact.ts',
    text: `return [key.clean, `,
    by: `return [name, `,
    tests,
  },
  {
    name: 'secrets enter state, log and recording',
    file: 'session/controller/controller.ts',
    text: `...secrets.hide(hideDeltas(body))`,
    by: `...body`,
    tests: ['wire/secrets.test.ts', 'session/secret-matrix.test.ts'],
  },
  {
    name: 'secrets that stand across deltas enter state and log',
    file: 'session/controller/controller.ts',
    text: `secrets.hide(hideDeltas(body))`,
    by: `secrets.hide(body)`,
    tests: ['session/secret-matrix.test.ts'],
  },
  {
    name: 'secrets of the session file are not recognised elsewhere',
    file: 'find-secrets.ts',
    text: `return isSecretName(name) ? credentialsIn(value) : [];`,
    by: `return [];`,
    tests: ['find-secrets.test.ts', 'session/secret-matrix.test.ts'],
  },
  {
    name: 'errors of the network repeat the key',
    file: 'transport/attempt.ts',
    text: `this.#settings.secrets.learn([secret]);`,
    by: '',
    tests: ['wire/transport-refusal.test.ts'],
  },
  {
    name: 'a key may stand in the endpoint',
    file: 'transport/query-rules.ts',
    text: `if (secretNames.test(letters) || secretValue.test(value)) {`,
    by: `if (letters === '' && value === '') {`,
    tests: ['transport/endpoint.test.ts'],
  },
  {
    name: 'a password may stand in the endpoint',
    file: 'transport/endpoint.ts',
    text: `if (url.username !== '' || url.password !== '') {`,
    by: `if (url.host === '') {`,
    tests: ['transport/endpoint.test.ts'],
  },
];
