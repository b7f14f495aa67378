import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FolderCheck } from '../../../preload/contract/views.ts';
import { createFile, removeFile, renameFile } from '../../files/folder-files.ts';
import { driveKind } from '../../files/drive-kind.ts';
import { folderError } from '../../files/folder-errors.ts';

/** Milliseconds; an event of a drive that sends any comes within a few. */
const eventWaitMs = 1500;

/**
 * Looks at a folder before it is watched: whether it can be read, whether files can be made and renamed in it, and
 * whether a change is told. Tried with a hidden, empty file of its own, which no scan folder takes and which is removed.
 * Throws nothing: what is wrong stands in the answer. `real`: the folder's real path.
 */
export async function checkFolder(real: string): Promise<FolderCheck> {
  const probe = join(real, `.chartdrop-check-${randomUUID()}`);
  try {
    const entries = await readdir(real, { withFileTypes: true });
    const eventsCome = listenOnce(real);
    const canMove = await canMakeAndRename(probe);
    // Others' changes to a network drive fire no event here, though one's own do (case 9).
    const isLocal = (await driveKind(real)) !== 'network';
    const arrived = isLocal && (canMove ? await eventsCome.arrived() : eventsCome.isPossible);
    eventsCome.stop();
    return {
      canRead: true,
      canMove,
      method: arrived ? 'events' : 'listing',
      existing: entries.filter((entry) => entry.isFile()).length,
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
    // Read-only, full, or not ours: whatever the cause, filed files stay where they are.
    return false;
  } finally {
    await Promise.all([probe, `${probe}.moved`].map((path) => removeFile(path, root).catch(() => undefined)));
  }
}

/** Native events of a folder from now on; impossible where the system's watches are used up. */
function listenOnce(folder: string): { isPossible: boolean; arrived(): Promise<boolean>; stop(): void } {
  const end = new AbortController();
  let watcher: FSWatcher;
  try {
    watcher = watch(folder, { persistent: false });
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
