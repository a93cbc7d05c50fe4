#!/usr/bin/env node
'use strict';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `voicelive needs Node.js 20.19 or later; this is ${process.versions.node}.\n` +
      'Install a current release from https://nodejs.org and try again.\n',
  );
  process.exit(2);
}
try {
  require('../dist/cli.cjs');
} catch (error) {
  if (error?.code !== 'MODULE_NOT_FOUND' || !String(error.message).includes('dist/cli.cjs'))
    throw error;
  process.stderr.write(
    'voicelive is not built here. Run `npm run build` in its folder and try again.\n',
  );
  process.exit(2);
}
