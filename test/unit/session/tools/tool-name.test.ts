import { describe, expect, it } from 'vitest';
import { approvalName, covers, isSameTool } from '../../../../src/session/tools/tool-name.js';

const local = { name: 'read' };
const ofFiles = { name: 'read', server: 'files' };
const ofMail = { name: 'read', server: 'mail' };

describe('an entry of --approve', () => {
  it.each([
    ['read', local],
    ['files/read', ofFiles],
    ['files/*', ofFiles],
    ['files/a/b', { name: 'a/b', server: 'files' }],
  ])('%s covers %j', (entry, tool) => {
    expect(covers(entry, tool)).toBe(true);
  });

  it.each([
    ['read', ofFiles],
    ['files/read', local],
    ['files/read', ofMail],
    ['files/*', ofMail],
    ['files/*', local],
    ['files/rea', ofFiles],
    ['files', ofFiles],
    ['rea', local],
    ['read', { name: '/read' }],
    ['/read', { name: '/read' }],
    ['*', local],
    ['*', ofFiles],
    ['*/*', ofFiles],
    ['a/b/c', { name: 'c', server: 'a/b' }],
  ])('%s does not cover %j', (entry, tool) => {
    expect(covers(entry, tool)).toBe(false);
  });

  it.each([local, ofFiles])('that names %j covers it', (tool) => {
    expect(covers(approvalName(tool), tool)).toBe(true);
  });
});

describe('a tool', () => {
  it('is the same by name and server together', () => {
    expect(isSameTool(ofFiles, { ...ofFiles })).toBe(true);
    expect(isSameTool(local, { ...local })).toBe(true);
    expect(isSameTool(ofFiles, ofMail)).toBe(false);
    expect(isSameTool(local, ofFiles)).toBe(false);
    expect(isSameTool(ofFiles, { ...ofFiles, name: 'write' })).toBe(false);
  });
});
