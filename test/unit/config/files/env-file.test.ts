import { describe, expect, test } from 'vitest';
import { parseEnvFile, readEnvFile } from '../../../../src/config/files/env-file.js';
import { caught } from '../caught.js';
import { useTemporaryFolder } from '../temporary-folder.js';

function valuesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...parseEnvFile(text).entries].map(([name, { value }]) => [name, value]),
  );
}

describe('the lines of a .env file', () => {
  test.each([
    ['A=1\nB = two words # comment\n', { A: '1', B: 'two words' }],
    ['\uFEFFexport A="x # y"\r\n  export  B=\'$A\'\r\n', { A: 'x # y', B: '$A' }],
    ['# A=1\n\nA=\nB=a#b\nC="a\\nb \\"c\\""\nD=`e`\n', { A: '', B: 'a#b', C: 'a\nb "c"', D: 'e' }],
    ['A="one\ntwo"\nB=3', { A: 'one\ntwo', B: '3' }],
    ['A: 1\nnot a line\nB=2\nB=3', { B: '3' }],
    ["A=it's", { A: "it's" }],
  ])('%j', (text, expected) => {
    expect(valuesOf(text)).toEqual(expected);
  });

  test('are counted across values of several lines', () => {
    const { entries } = parseEnvFile('# c\r\nA="one\r\ntwo"\r\n\r\nB=3');
    expect(entries.get('A')?.line).toBe(2);
    expect(entries.get('B')?.line).toBe(5);
  });
});

describe('what is taken from it', () => {
  const folder = useTemporaryFolder();

  function read(
    text: string,
    env: Readonly<Record<string, string>> = {},
  ): ReturnType<typeof readEnvFile> {
    return readEnvFile(folder.write('.env', text), env);
  }

  test('only our variables that the environment does not have', () => {
    const text = 'PATH=/evil\nAZURE_VOICELIVE_MODEL=a\nVOICELIVE_VOICE=b\nVOICELIVE_ECHO=off\n';
    const found = read(text, { VOICELIVE_VOICE: 'mine', VOICELIVE_ECHO: '' });
    expect([...found]).toEqual([
      ['AZURE_VOICELIVE_MODEL', { value: 'a', line: 2 }],
      ['VOICELIVE_ECHO', { value: 'off', line: 4 }],
    ]);
  });

  test.each([
    ['VOICELIVE_TOOLS=x.yaml', 'names programs to run'],
    ['VOICELIVE_APPROVE=always', 'decides which programs run without a question'],
    ['VOICELIVE_TOKEN_COMMAND=evil', 'names a program to run'],
    ['VOICELIVE_CA=ca.pem', 'decides who can read the connection'],
    ['AZURE_AUTHORITY_HOST=https://evil.example', 'decides who receives credentials'],
  ])('%s is refused', (line, reason) => {
    const error = caught(() => read(`\n${line}\n`));
    const [name = ''] = line.split('=');
    expect(error.message).toBe(`.env:2: ${name} cannot be set here: it ${reason}.`);
    expect(error.exitCode).toBe(2);
    expect(read(`${line}\n`, { [name]: 'own' }).size).toBe(0);
  });

  test.each([
    ['VOICELIVE_VOISE', 'VOICELIVE_VOICE'],
    ['VOICELIVE_MODEL', 'AZURE_VOICELIVE_MODEL'],
  ])('%s is an error with the name that was meant', (name, meant) => {
    const error = caught(() => read(`VOICELIVE_VOICE=a\n${name}=b\n`));
    expect(error.message).toBe(`.env:2: ${name} is no option. Did you mean ${meant}?`);
    expect(error.exitCode).toBe(2);
  });

  test('a name like no option is left to others, and so is the key', () => {
    const text = 'VOICELIVE_CI_RUNNER=a\nAZURE_VOICELIVE_API_KEY=k\nAZURE_TENANT_ID=t\n';
    expect(read(text).size).toBe(3);
  });

  test('a quotation mark that is not closed is an error without the value', () => {
    const error = caught(() => read('AZURE_VOICELIVE_API_KEY="Canary-0123456789\nOTHER=x\n'));
    expect(error.message).toBe(
      '.env:1: AZURE_VOICELIVE_API_KEY begins with a quotation mark that is not closed.',
    );
  });
});
