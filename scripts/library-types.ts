import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const entries = ['src/cli/library/index.ts', 'src/emulator/library/index.ts'];

/** Writes the declarations of the libraries, and of every module that they refer to, into dist/types. */
export async function writeLibraryTypes(root: string): Promise<void> {
  const { default: ts } = await import('typescript');
  const waiting = [...entries];
  for (const path of waiting) {
    const source = await readFile(join(root, path), 'utf8');
    const { outputText } = ts.transpileDeclaration(source, {
      fileName: path,
      compilerOptions: { module: ts.ModuleKind.NodeNext, verbatimModuleSyntax: true },
    });
    const target = join(root, 'dist/types', relative('src', path).replace(/\.ts$/, '.d.ts'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
    for (const [, imported = ''] of outputText.matchAll(/from '(\.[^']+)\.js'/g)) {
      const next = join(dirname(path), `${imported}.ts`);
      if (!waiting.includes(next)) waiting.push(next);
    }
  }
}
