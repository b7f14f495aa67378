import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FolderCheck } from '../../../preload/contract/views.ts';
import { createFile, removeFile, renameFile } from '../../files/folder-files.ts';
import { driveKind } from '../../files/drive-kind.ts';
import { entriesOf } from '../../files/folder-entries.ts';
import { folderError } from '../../files/folder-errors.ts';
import { pathBytes } from '../../files/name-bytes.ts';

/** Milliseconds. Drives that send events do so within a few. */
const eventWaitMs = 1500;

/**
 * Checks a folder before it is watched: whether it can be read, whether files can be created and renamed in it, and
 * whether events arrive. Uses a hidden empty file, which no scan folder includes and which is removed. Throws nothing:
 * problems are in the answer. `real`: the folder's real path.
 */
export async function checkFolder(real: string): Promise<FolderCheck> {
  const probe = join(real, `.chartdrop-check-${randomUUID()}`);
  try {
    let existing = 0;
    for await (const entry of entriesOf(real)) if (entry.isFile()) existing += 1;
    const eventsCome = listenOnce(real);
    const canMove = await canMakeAndRename(probe);
    // Other PCs' changes to a network drive cause no events here, although our own do (case 9).
    const kind = await driveKind(real);
    const isLocal = kind !== 'network' && kind !== 'removable';
    const arrived = isLocal && (canMove ? await eventsCome.arrived() : eventsCome.isPossible);
    eventsCome.stop();
    return {
      canRead: true,
      canMove,
      method: arrived ? 'events' : 'listing',
      existing,
      error: null,
    };
  } catch (thrown) {
    const error = folderError(thrown).toDto();
    return { canRead: false, canMove: false, method: 'listing', existing: 0, error };
  }
}

async function canMakeAndRename(probe: string): Promise<boolean> {
  const root = dirname(probe);
  try {
    await (await createFile(probe, root)).close();
    await renameFile(probe, `${probe}.moved`, root);
    return true;
  } catch {
    // Read-only, full, or owned by another user: filed files stay in place then.
    return false;
  } finally {
    await Promise.all([probe, `${probe}.moved`].map((path) => removeFile(path, root).catch(() => undefined)));
  }
}

/** Native events of a folder from now on; impossible if the system's watches are used up. */
function listenOnce(folder: string): { isPossible: boolean; arrived(): Promise<boolean>; stop(): void } {
  const end = new AbortController();
  let watcher: FSWatcher;
  try {
    watcher = watch(pathBytes(folder), { persistent: false });
  } catch {
    return { isPossible: false, arrived: () => Promise.resolve(false), stop: () => undefined };
  }
  const first = once(watcher, 'change', {
    signal: AbortSignal.any([end.signal, AbortSignal.timeout(eventWaitMs)]),
  }).then(
    () => true,
    () => false,
  );
  return {
    isPossible: true,
    arrived: () => first,
    stop() {
      end.abort();
      watcher.close();
    },
  };
}
