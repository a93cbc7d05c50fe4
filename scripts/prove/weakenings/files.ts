import type { Weakening } from '../weakening.js';

const tests = ['recording/disk.test.ts'];

export const files: readonly Weakening[] = [
  {
    name: 'other users can read the files of a recording',
    file: 'recording/disk.ts',
    text: `const fileMode = 0o600;`,
    by: `const fileMode = 0o644;`,
    tests,
  },
  {
    name: 'other users can list the folder of a recording',
    file: 'recording/disk.ts',
    text: `const folderMode = 0o700;`,
    by: `const folderMode = 0o755;`,
    tests,
  },
  {
    name: 'a recording overwrites a file that is there',
    file: 'recording/disk.ts',
    text: `open(path, 'wx', fileMode)`,
    by: `open(path, 'w', fileMode)`,
    tests,
  },
  {
    name: 'a document can grow without bound by aliases',
    file: 'documents/parse-yaml.ts',
    text: `{ maxAliasCount: maxAliases }`,
    by: `{ maxAliasCount: -1 }`,
    tests: ['documents/document.test.ts'],
  },
  {
    name: 'a device or a pipe is read as an image',
    file: 'session/image-file.ts',
    text: `if (!info.isFile()) throw`,
    by: `if (info.isDirectory()) throw`,
    tests: ['session/image-file.test.ts'],
  },
];
