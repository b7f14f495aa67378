import { basename } from 'node:path';
import { refuseCloudFile } from '../../files/cloud-file.ts';
import { fileError } from '../../files/file-errors.ts';
import { fingerprintOf } from '../../files/fingerprint.ts';
import { isLockError, openScan } from '../../files/folder-files.ts';
import type { Inspection } from './stability.ts';
import { wholenessOf } from './wholeness.ts';

/**
 * Opens the file briefly and checks its bytes. The fingerprint is taken after the bytes from the same handle, so it
 * belongs to them. `root`: the scan folder. Throws `file-in-cloud`, and the file system's errors except for locks.
 */
export async function inspectFile(
  path: string,
  root: string | null = null,
  platform: NodeJS.Platform = process.platform,
): Promise<Inspection> {
  try {
    await using file = await openScan(path, root);
    if (root !== null) await refuseCloudFile(file.stats, path, platform);
    const size = Number(file.stats.size);
    const wholeness = await wholenessOf(basename(path), {
      size,
      read: async (offset, length) => {
        const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
        const { bytesRead } = await file.handle.read(buffer, 0, buffer.length, offset);
        return buffer.subarray(0, bytesRead);
      },
    });
    const fingerprint = fingerprintOf(await file.handle.stat({ bigint: true }));
    return { kind: 'opened', fingerprint, wholeness };
  } catch (thrown) {
    if (isLockError(thrown)) return { kind: 'locked', code: fileError(thrown).code };
    throw thrown;
  }
}
