import { lstat } from 'node:fs/promises';
import trash from 'trash';
import { ChartdropError } from '../base/errors.ts';
import type { Trash } from '../base/ports.ts';
import { keepsDeleted } from '../base/system/recycle-bin.ts';

/**
 * The system's trash, for hosts without Electron, whose own call refuses what Windows would delete for good. Throws
 * `trash-missing`.
 */
export function createSystemTrash({
  platform = process.platform,
  keeps = keepsDeleted,
  // Without glob patterns, since a scan's name may contain any character.
  put = (path: string) => trash(path, { glob: false }),
} = {}): Trash {
  return {
    async moveToTrash(path) {
      if (platform === 'win32' && !(await keeps(path, (await lstat(path)).size)))
        throw new ChartdropError('trash-missing');
      await put(path);
    },
  };
}
