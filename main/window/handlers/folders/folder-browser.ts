import { lstat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { ChartdropError } from '../../../base/errors.ts';
import { entriesOf } from '../../../files/folder-entries.ts';
import { folderError } from '../../../files/folder-errors.ts';
import { pathBytes, realPath } from '../../../files/name-bytes.ts';

/** Lists folders for a person on a host without a native dialog: below one root, without hidden ones and links. */
export interface FolderBrowser {
  /**
   * The folder `name` inside `within`, or `within` itself; null is the root. Throws `folder-missing`, `folder-denied`, and
   * `request-invalid` for one that is not below the root.
   */
  open(
    within: string | null,
    name: string | null,
  ): Promise<{ path: string; parent: string | null; folders: string[] }>;
}

/** The most names that a person can look through. */
const most = 2_000;
/** Windows' folders for data other than a person's. */
const hidden = process.platform === 'win32' ? /^(\.|\$|AppData$)/i : /^\./;

export function createFolderBrowser(root: string): FolderBrowser {
  return {
    async open(within, name) {
      try {
        const top = await realPath(root);
        const asked = name === null ? (within ?? top) : join(within ?? top, name);
        // A link could lead outside under a name that looks inside.
        const path = (await lstat(pathBytes(asked))).isDirectory() ? await realPath(asked) : null;
        if (path === null || !isBelow(path, top)) throw new ChartdropError('request-invalid');
        const folders: string[] = [];
        for await (const entry of entriesOf(path))
          if (entry.isDirectory() && !hidden.test(entry.name)) folders.push(entry.name);
        return {
          path,
          parent: path === top ? null : dirname(path),
          folders: folders.sort((a, b) => a.localeCompare(b)).slice(0, most),
        };
      } catch (thrown) {
        throw folderError(thrown);
      }
    },
  };
}

/** The root, or a folder inside without a hidden part in its path. */
function isBelow(path: string, root: string): boolean {
  if (path === root) return true;
  const prefix = root.endsWith(sep) ? root : root + sep;
  if (!path.startsWith(prefix)) return false;
  return !path
    .slice(prefix.length)
    .split(sep)
    .some((part) => hidden.test(part));
}
