#!/usr/bin/env node
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `voicelive needs Node.js 20.19 or later; this is ${process.versions.node}.\n` +
      'Install a current release from https://nodejs.org and try again.\n',
  );
  process.exit(2);
}
// Where Node can keep compiled code between runs (22.1 and later), every start but the first compiles nothing.
if (typeof module.enableCompileCache === 'function') module.enableCompileCache();
const entry = new URL('../dist/cli.js', import.meta.url);
try {
  await import(entry);
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('dist/cli.js'))
    throw error;
  process.stderr.write(
    'voicelive is not built here. Run `npm run build` in its folder and try again.\n',
  );
  process.exit(2);
}
