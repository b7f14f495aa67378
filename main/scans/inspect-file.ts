import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { errnoOf } from '../uploads/file-errors.ts';
import { fingerprintOf } from '../uploads/fingerprint.ts';
import type { Inspection } from './stability.ts';
import { wholenessOf } from './wholeness.ts';

/** Errors that say that another program holds the file, or that this one may not read it yet (case 4). */
const lockErrors = new Set(['EBUSY', 'EPERM', 'EACCES', 'EAGAIN', 'ETXTBSY']);
export const isLockError = (thrown: unknown) => lockErrors.has(errnoOf(thrown) ?? '');

/**
 * Opens the file for a moment and says what its bytes look like. The fingerprint is taken after the bytes, from the
 * same handle, so that it vouches for them. Throws what the file system throws, except for locks.
 */
export async function inspectFile(path: string): Promise<Inspection> {
  try {
    await using handle = await open(path, 'r');
    const { size } = await handle.stat();
    const wholeness = await wholenessOf(basename(path), {
      size,
      read: async (offset, length) => {
        const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
        return buffer.subarray(0, bytesRead);
      },
    });
    const fingerprint = fingerprintOf(await handle.stat({ bigint: true }));
    return { kind: 'opened', fingerprint, wholeness };
  } catch (thrown) {
    if (isLockError(thrown)) return { kind: 'locked' };
    throw thrown;
  }
}
