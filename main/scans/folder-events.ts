import { type FSWatcher, lstatSync, watch } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { errnoOf } from '../uploads/file-errors.ts';
import type { Filter } from './filter.ts';
import { joinPath } from './seen-names.ts';

/** A name came, went or was replaced; it was written to; or it was met in a folder that has just come to be watched. */
export type NameEvent = 'renamed' | 'written' | 'met';

export interface FolderEventsDeps {
  /** The real path of the folder, symbolic links resolved. */
  readonly root: string;
  readonly subfolders: boolean;
  readonly filter: Filter;
  onName(relativePath: string, event: NameEvent): void;
  /** Events were lost, or the folder itself is affected: only a listing can tell what happened. */
  onLost(): void;
  /** There will be no more events, for instance because the system's watches are used up (ENOSPC, EMFILE). */
  onFailure(thrown: unknown): void;
}

export interface FolderEvents {
  /** Resolves once every folder is watched, or once that has failed or been closed. */
  readonly ready: Promise<unknown>;
  close(): Promise<void>;
}

/** Where one native watch covers a whole tree. */
const systemIsRecursive = process.platform === 'win32' || process.platform === 'darwin';
/** Entries per read of a directory, as in list-tree.ts. */
const bufferSize = 256;
const foldersAtOnce = 8;
/** A subfolder that is gone again, or that may not be read: a listing says so if anything does. */
const passedOver = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM']);

function isDirectory(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    // What cannot be looked at cannot be watched either; if that changes, the listing finds it.
    return false;
  }
}

/**
 * The native events of a folder, each taken in the turn in which the system reports it: a destination that is armed a
 * moment later must not get the file. They are the system's own, without a library: those stat every file before they
 * watch, which the first listing does as well, and which took as long again. Nothing is made of an event here; it only
 * names what to look at.
 */
export function watchFolderEvents(deps: FolderEventsDeps, recursive = systemIsRecursive): FolderEvents {
  const { root, filter } = deps;
  const coversTree = recursive && deps.subfolders;
  /** By the path inside the folder with `/` between parts; empty for the root. */
  const watchers = new Map<string, FSWatcher>();
  let live = false;
  let closed = false;
  let failed = false;

  /** Once: then there are too many folders for the system, and each other one would fail as well. */
  const fail = (thrown: unknown): void => {
    if (closed || failed) return;
    failed = true;
    deps.onFailure(thrown);
  };
  const unwatch = (folder: string): void => {
    for (const [path, watcher] of watchers) {
      if (path !== folder && !path.startsWith(`${folder}/`)) continue;
      watchers.delete(path);
      watcher.close();
    }
  };

  /** A name that is no scan's came, went or was replaced: where it is a folder, it is watched anew. */
  const noticeFolder = (relativePath: string): void => {
    unwatch(relativePath);
    if (!filter.enters(relativePath) || !isDirectory(join(root, relativePath))) return;
    // Watched already, as part of the tree; but what came along inside it fired no event of its own.
    if (coversTree) deps.onLost();
    else void watchTree(relativePath);
  };

  const onEvent = (folder: string, type: 'rename' | 'change', name: string | null): void => {
    if (closed) return;
    if (name === null) {
      deps.onLost();
      return;
    }
    const relativePath = joinPath(folder, name.replaceAll(sep, '/'));
    // That the folder itself was moved or deleted is told as a rename of its own name (inotify's IN_MOVE_SELF).
    if (relativePath === basename(root)) deps.onLost();
    deps.onName(relativePath, type === 'rename' ? 'renamed' : 'written');
    if (type === 'rename' && filter.accepts(relativePath).kind !== 'accepted') noticeFolder(relativePath);
  };

  /** Throws what the system throws, for instance that its watches are used up. */
  const watchOne = (folder: string): void => {
    const watcher = watch(join(root, folder), { recursive: coversTree }, (type, name) =>
      onEvent(folder, type, name),
    );
    watchers.set(folder, watcher);
    watcher.on('error', (thrown) => {
      if (folder === '') {
        fail(thrown);
        return;
      }
      unwatch(folder);
      if (!closed) deps.onLost();
    });
  };

  /** Resolves to the folders in it. Throws what the system throws. */
  const watchAndRead = async (folder: string): Promise<string[]> => {
    if (!watchers.has(folder)) watchOne(folder);
    const subfolders: string[] = [];
    if (coversTree) return subfolders;
    for await (const entry of await opendir(join(root, folder), { bufferSize })) {
      const relativePath = joinPath(folder, entry.name);
      if (entry.isDirectory() && filter.enters(relativePath)) subfolders.push(relativePath);
      else if (live && entry.isFile()) deps.onName(relativePath, 'met');
    }
    return subfolders;
  };

  /**
   * Watches a folder and those in it, a few at a time. Each is read after it is watched, so that what was written into a
   * new one in between shows up here. Never rejects.
   */
  const watchTree = async (folder: string): Promise<void> => {
    const waiting = [folder];
    while (waiting.length > 0 && !closed && !failed) {
      const reads = waiting.splice(-foldersAtOnce).map(async (path) => {
        try {
          waiting.push(...(closed ? [] : await watchAndRead(path)));
        } catch (thrown) {
          if (path === '' || !passedOver.has(errnoOf(thrown) ?? '')) fail(thrown);
          else unwatch(path);
        }
      });
      await Promise.all(reads);
    }
  };

  const ready = watchTree('').then(() => (live = true));
  return {
    ready,
    async close() {
      closed = true;
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
      await ready;
    },
  };
}
