import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { errnoOf, fileError } from '../../main/files/file-errors.ts';
import { readFingerprint, sameFingerprint } from '../../main/files/fingerprint.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const withErrno = (code: unknown) => Object.assign(new Error('/home/jane/secret.pdf'), { code });

describe('what the file system throws', () => {
  it.each([
    ['ENOENT', 'file-missing', 'retry'],
    ['EBUSY', 'file-locked', 'retry'],
    ['EPERM', 'file-denied', 'retry'],
    ['EACCES', 'file-denied', 'retry'],
    ['EISDIR', 'file-not-regular', 'ask'],
    ['ENAMETOOLONG', 'file-path-too-long', 'ask'],
    ['ENOSPC', 'disk-full', 'retry'],
    ['EROFS', 'disk-read-only', 'ask'],
    // Of this process and of the machine: the file is no placeholder (case 41).
    ['EMFILE', 'files-too-many', 'retry'],
    ['ENFILE', 'files-too-many', 'retry'],
    // A cloud placeholder that cannot be downloaded (case 22), or a failing disk.
    ['EIO', 'file-unreadable', 'retry'],
    [42, 'file-unreadable', 'retry'],
  ])('%s becomes %s, with advice', (errno, code, advice) => {
    const error = fileError(withErrno(errno));
    expect(error).toMatchObject({ code, advice, message: code });
    expect(JSON.stringify(error.toDto())).not.toContain('jane');
  });

  it('is always translated, and only once', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(fileError(thrown).code).toBe('file-unreadable');
        expect(errnoOf(thrown)).toBeUndefined();
      }),
    );
    const known = new ChartdropError('file-changed');
    expect(fileError(known)).toBe(known);
  });
});

describe('a fingerprint', () => {
  const fingerprints = fc.record({
    size: fc.nat(),
    modifiedNs: fc.bigInt({ min: 0n }).map(String),
    changedNs: fc.bigInt({ min: 0n }).map(String),
    inode: fc.bigInt({ min: 0n }).map(String),
  });

  it('is the same only if all of it is', () => {
    fc.assert(
      fc.property(fingerprints, fingerprints, (a, b) => {
        expect(sameFingerprint(a, { ...a })).toBe(true);
        for (const key of ['size', 'modifiedNs', 'changedNs', 'inode'] as const) {
          expect(sameFingerprint(a, { ...a, [key]: b[key] })).toBe(a[key] === b[key]);
        }
      }),
    );
  });

  it('exists only for a regular file', async () => {
    const folder = await tempFolder();
    expect((await rejectionOf(readFingerprint(folder))).code).toBe('file-not-regular');
    expect((await rejectionOf(readFingerprint(join(folder, 'none')))).code).toBe('file-missing');
  });
});
