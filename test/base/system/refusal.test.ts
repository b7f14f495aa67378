import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../main/base/system/refusal.ts';
import { fileError } from '../../../main/files/file-errors.ts';
import { folderError } from '../../../main/files/folder-errors.ts';
import { inFolder } from '../../../main/scans/identity/find-folder.ts';
import { rejectionOf } from '../../fixtures/error-of.ts';
import { forbidden, held } from '../../fixtures/system-doubles.ts';

describe('a refused call', () => {
  it.each([
    ['win32', 'EPERM', 'open', 'denied'],
    ['win32', 'EPERM', 'scandir', 'denied'],
    ['win32', 'EACCES', 'open', 'denied'],
    ['win32', 'EBUSY', 'open', 'held'],
    ['win32', 'EPERM', 'rename', 'held'],
    ['win32', 'EACCES', 'rename', 'held'],
    ['win32', 'EPERM', 'unlink', 'held'],
    ['win32', 'EPERM', undefined, 'denied'],
    ['linux', 'EPERM', 'rename', 'denied'],
    ['linux', 'EACCES', 'open', 'denied'],
    ['linux', 'ETXTBSY', 'open', 'held'],
    ['darwin', 'EPERM', 'open', 'protected'],
    ['darwin', 'EPERM', 'scandir', 'protected'],
    ['darwin', 'EPERM', 'rename', 'denied'],
    ['darwin', 'EACCES', 'open', 'denied'],
    ['win32', 'ENOENT', 'open', null],
    ['win32', undefined, undefined, null],
  ] as const)('on %s, %s for %s is %s', (platform, errno, syscall, refusal) => {
    expect(refusalOf(errno, syscall, platform)).toBe(refusal);
  });

  it.each([
    ['win32', forbidden(), 'file-denied'],
    ['win32', held(), 'file-locked'],
    ['win32', forbidden('rename'), 'file-locked'],
    ['linux', forbidden(), 'file-denied'],
    ['darwin', forbidden(), 'file-denied'],
  ] as const)('on %s, a file with %s gets the error %s', (platform, thrown, code) => {
    expect(fileError(thrown, platform).code).toBe(code);
  });

  it.each([
    ['win32', forbidden('scandir'), 'folder-denied'],
    ['win32', held('scandir'), 'folder-unreadable'],
    ['darwin', forbidden('scandir'), 'folder-protected'],
    ['linux', forbidden('scandir'), 'folder-denied'],
    ['linux', Object.assign(new Error(), { code: 'EIO', syscall: 'scandir' }), 'folder-unreadable'],
  ] as const)('on %s, a folder with %s gets the error %s', (platform, thrown, code) => {
    expect(folderError(thrown, platform).code).toBe(code);
  });

  it('names a watched folder that becomes forbidden', async () => {
    const found = await rejectionOf(inFolder(() => Promise.reject(forbidden('opendir'))));
    expect(found.code).toBe(process.platform === 'darwin' ? 'folder-protected' : 'folder-denied');
  });
});
